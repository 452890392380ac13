/**
 * Stands between a consumer and the messages that it asks for; a consumer that nobody manages has none, which costs one
 * comparison for each receive.
 */
export interface ReceiveGate {
  /** The consumer gets no more messages: its receives are answered as if there were none. */
  readonly isClosed: boolean;
  /** The consumer asks for messages. It must not call the engine. */
  noteReceive(): void;
}
