import type { SavedDelivery } from './messageHead.ts';

/** What is known of a message while segments are read. Its row in the table has the rest. */
export interface ReplayedMessage {
  readonly number: number;
  sizeBytes: number;
  groupId: string | undefined;
  slot: number;
  queueNumber: number;
  sentAt: number;
  visibleAt: number;
  delivery: SavedDelivery | undefined;
  movedFromArn: string | undefined;
}
