/** One call of a function, as its runtime gets it. */
export interface RuntimeInvocation {
  /** A UUID: it is a part of the path of the response. */
  readonly requestId: string;
  /** When the function has to be done: ms since 1970, by the clock of the system. */
  readonly deadlineMs: number;
  /** With the alias or version that was called. */
  readonly functionArn: string;
  /** `Root=1-…;Parent=…;Sampled=0|1`; undefined: the runtime gets none. */
  readonly traceId: string | undefined;
  /** What a program says of itself with `Invoke`: JSON in ASCII; undefined: the runtime gets none. */
  readonly clientContext?: string | undefined;
  /** The event, JSON. At most 6,291,556 bytes. */
  readonly payload: string | Buffer;
}

/** How a function failed, in its own words or in those of the service. */
export interface FunctionError {
  /** What the invoker sees: as a rule JSON with `errorType` and `errorMessage`. */
  readonly body: Buffer;
  /** Of the body, else of a header. At most 256 characters; undefined: the function said none. */
  readonly errorType: string | undefined;
}

/**
 * What a runtime did. Each is called when the environment already is in its new state, so that the next invocation may
 * be handed over at once. None is called after the seat was closed.
 */
export interface RuntimeEvents {
  /** A process is initialized and waits for an event. Again only after {@link onGone} or {@link onAbandoned}. */
  onReady(): void;
  /** A process could not start; it is expected to exit. */
  onInitError(error: FunctionError): void;
  /** The function returned: any bytes. The invocation is over only with {@link onIdle}. */
  onResponse(requestId: string, body: Buffer): void;
  /** The function failed. The process continues. */
  onError(requestId: string, error: FunctionError): void;
  /** The last invocation is over: the runtime waits for the next. */
  onIdle(): void;
  /** The process that waited for an event has closed its connection. What is handed over is kept for the next one. */
  onGone(): void;
  /** Another process waits on the port now, and that which had this invocation has closed its connection. */
  onAbandoned(requestId: string): void;
}

/** The port of one environment. */
export interface RuntimeSeat {
  /** On 127.0.0.1. */
  readonly port: number;
  /**
   * Gives the runtime an event: now if it waits for one, else when it does. Throws where one was handed over already
   * whose response has not come, or when the seat is closed: those are defects of the caller.
   */
  handOver(invocation: RuntimeInvocation): void;
  /** Closes the port and its connections. @returns when both are closed */
  close(): Promise<void>;
}
