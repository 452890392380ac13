import type { SavedQueue } from './queueCodec.ts';

/**
 * Takes back a purge, or the deletion of a queue, at once: messages of one queue that arrived in a range belong to a queue
 * (another one, or the same) as if they had arrived later. Their own records stay where they are.
 */
export interface SavedUndo {
  readonly from: number;
  /** As it is made again; the queue itself when only a purge is taken back. */
  readonly to: SavedQueue;
  /** The range of arrivals, both ends in it. */
  readonly first: number;
  readonly last: number;
  /** What is added to an arrival. */
  readonly shift: number;
  /** The last segment with records that this is about. */
  readonly upTo: number;
}
