import type { MappingDefinition } from '../protocol/functionDefinition.ts';
import type { InvocationFailureKind, InvocationReport } from '../protocol/invocation.ts';

/** What invokes a function: an event source mapping, a call of `Invoke`, or a user. */
export interface InvocationOrigin {
  /** Of the mapping; undefined: not a mapping. */
  readonly mappingId: string | undefined;
  /** The messages of its event; absent: another caller. */
  readonly batch?: InvocationBatch;
}

/** The messages of one event. */
export interface InvocationBatch {
  readonly queueArn: string;
  readonly messages: readonly { readonly messageId: string }[];
}

/** One call of a function with one event. */
export interface InvocationRequest {
  /** The event, JSON. At most 6,291,556 bytes. */
  readonly payload: string;
  readonly origin: InvocationOrigin;
  /** Of an earlier try of the same event; absent: a new one. */
  readonly requestId?: string | undefined;
  /** As in {@link RuntimeInvocation}. */
  readonly clientContext?: string | undefined;
  /** Whether its end is to have {@link ProcessedDetails.logTail}. */
  readonly wantsLog?: boolean;
  /** Called when the process that has the event stops at a breakpoint, or runs again. */
  readonly onPause?: (isPaused: boolean) => void;
  /** Called once, in a later turn or in this one, when the invocation is over. */
  readonly complete: (end: InvocationEnd) => void;
}

/** What is known of an invocation that an environment has processed. */
export interface ProcessedDetails {
  readonly report?: InvocationReport;
  /** Up to 4 KB of what the process last wrote, with the lines that the service adds. */
  readonly logTail?: string;
}

/** How an invocation ended. */
export type InvocationEnd =
  /** The function returned: these bytes, which may not be JSON. */
  | ({
      readonly outcome: 'returned';
      readonly requestId: string;
      readonly payload: Buffer;
    } & ProcessedDetails)
  /** The function failed: what its invoker sees with status 200 and `FunctionError: Unhandled`. */
  | ({
      readonly outcome: 'failed';
      readonly requestId: string;
      readonly kind: InvocationFailureKind;
      /** As a rule JSON with `errorType` and `errorMessage`. */
      readonly payload: Buffer;
    } & ProcessedDetails)
  /** It was not run: too many at once. A mapping tries again later. `reason`: the `Reason` of TooManyRequestsException. */
  | { readonly outcome: 'throttled'; readonly reason: string }
  /** It was not run: no function of that name, or no program runs it, as the sentence `reason` says. A mapping treats it as throttled. */
  | { readonly outcome: 'unavailable'; readonly reason: string };

/** Of an invocation that an environment has processed. */
export type ProcessedEnd = Extract<InvocationEnd, { readonly requestId: string }>;

/** The functions of a broker, as those who invoke them see them. */
export interface FunctionInvoker {
  /** Its settings; undefined: there is no such function in the broker's account and region. */
  find(functionName: string): InvokedFunction | undefined;
  /**
   * Calls a function: in an environment that waits, or in a new one. Invocations of a function that has all of its
   * environments busy wait, unless {@link InvokedFunction.freeEnvironments} was asked before.
   */
  invoke(functionName: string, request: InvocationRequest): void;
  /** Called when a function could take an invocation that it could not before, or was declared, changed or deleted. */
  onChange(listener: (functionName: string) => void): void;
}

/** What an invoker may know about a function, as it is when it is read. */
export interface InvokedFunction {
  readonly name: string;
  readonly arn: string;
  /** s */
  readonly timeoutSeconds: number;
  /** Whether a program runs it: without one, nothing can be invoked, and mappings do not poll. */
  readonly isRunnable: boolean;
  /** How many more invocations could begin now without waiting: environments that are idle or may still be started. */
  readonly freeEnvironments: number;
}

/** The event source mappings that definitions of functions declare. */
export interface MappingTarget {
  /**
   * Makes these the declared mappings of a function, in their order: those that were declared for it before are deleted, changed
   * or kept. Those that the API made stay as they are. Called for each function when the broker starts.
   */
  setAll(functionName: string, mappings: readonly MappingDefinition[]): void;
}
