/** A message between the editor and a debug adapter: the parts that show which threads run. */
export interface DebugMessage {
  readonly type: string;
  readonly seq?: number;
  /** Of events. */
  readonly event?: string;
  /** Of requests and their responses. */
  readonly command?: string;
  /** Of responses. */
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly body?: {
    readonly threadId?: number;
    readonly allThreadsStopped?: boolean;
    readonly allThreadsContinued?: boolean;
    /** Of `thread` events: `started` or `exited`. */
    readonly reason?: string;
    /** Of responses to `threads`. */
    readonly threads?: readonly { readonly id: number }[];
    /** Of `capabilities` events. */
    readonly capabilities?: Capabilities;
  } & Capabilities;
  readonly arguments?: {
    readonly threadId?: number;
    readonly singleThread?: boolean;
    /** Of requests to end a session that is started again. */
    readonly restart?: boolean;
  };
}

interface Capabilities {
  readonly supportsSingleThreadExecutionRequests?: boolean;
}
