/**
 * Who makes a call, and through which front. A front creates it for each call; the engine passes it on in its events.
 */
export interface Caller {
  /** Groups the calls of one program: the access key id, plus the user agent's product. */
  readonly consumerId: string;
  readonly accessKeyId: string;
  /** 12 digits; the namespace of the queues that this caller names. */
  readonly account: string;
  readonly region: string;
  readonly userAgent: string;
  /** A UUID; the answer carries it too. */
  readonly requestId: string;
  /** The API action, such as `SendMessage`. */
  readonly action: string;
}
