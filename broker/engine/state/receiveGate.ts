/**
 * Stands between a consumer and the messages that it asks for; only processes of worker pools have one. Without
 * any, a receive costs one comparison more.
 */
export interface ReceiveGate {
  /** The consumer gets no more messages: its receives are answered as if there were none. */
  readonly isClosed: boolean;
  /** The consumer asks for messages. It must not call the engine. */
  noteReceive(): void;
}
