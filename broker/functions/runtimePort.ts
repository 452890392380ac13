/** An event for the process of an environment. */
export interface RuntimeEvent {
  /** UUID. */
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  /** Epoch ms on the clock of the system: the process compares it with that. */
  readonly deadlineMs: number;
  readonly functionArn: string;
}

/** What the process of an environment says by its Runtime API. */
export interface RuntimeListener {
  /** It asks for an event: its start is over, or the invocation before. */
  onNext(): void;
  /** It could not start. @param payload JSON with `errorType` and `errorMessage`, as it was sent */
  onInitError(payload: Buffer): void;
  /** The function returned these bytes. */
  onResponse(requestId: string, payload: Buffer): void;
  /** The function failed. @param payload JSON with `errorType` and `errorMessage`, as it was sent */
  onError(requestId: string, payload: Buffer): void;
  /** Its response has more bytes than one may have; it was rejected. */
  onTooLarge(requestId: string): void;
}

/** The Runtime API of one environment: a port, which only its process knows. */
export interface RuntimePort {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** Hands over an event. The process waits for one, and {@link RuntimeListener.onNext} was called. */
  send(event: RuntimeEvent): void;
  /** Ends it, and all of its connections. Nothing is called afterwards. */
  close(): void;
}
