import type { PlacedQueue } from './connection.ts';

/** Messages that go to a queue of another connection, or of the same one, as its programs would send them. */
export interface ExchangeRequest {
  readonly mode: 'copy' | 'move';
  readonly from: PlacedQueue<'exchange'>;
  readonly to: PlacedQueue<'exchange'>;
  /** Of the source, in their order; absent: of the whole queue, as many as the user wants. */
  readonly messageIds?: readonly string[];
}

/** Shows what it will do, asks, does it, and says what it did. */
export type RunExchange = (request: ExchangeRequest) => Promise<void>;
