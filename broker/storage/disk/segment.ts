import { DEDUPLICATION_WINDOW_MS } from '../../engine/base/limits.ts';
import type { SavedQueue } from '../format/queueCodec.ts';
import type { SavedUndo } from '../format/undoCodec.ts';

/** What is known of one file of the journal, so that it can be judged without reading it. */
export class Segment {
  readonly number: number;
  readonly path: string;
  /** Appended so far; not all of it need be written. */
  bytes: number;
  /** Of message records that are still the newest of their message. */
  liveBytes = 0;
  /** How many messages those are of. */
  liveCount = 0;
  /** Queues that have a record here. Only kept of the segment that is written to. */
  readonly queues = new Set<number>();
  /** Holds records that cannot be read now but may be readable at a later start: it is never removed. */
  isPinned = false;
  /** Messages whose newest state is here while their content is in another record. */
  stateCount = 0;
  /** Newest records of queues, move tasks and notes. */
  metaCount = 0;
  /** Message records that are not sealed, alive or not. */
  plainCount = 0;
  /** Data keys that its message records are sealed with. */
  readonly keys = new Set<number>();
  /** Segments whose records are voided from here, with how many of them. */
  readonly voids = new Map<number, number>();
  /** Purges and deletions of queues written here: each is about segments up to its bound. */
  readonly sweeps: Sweep[] = [];
  /** What was written here about sweeps that are taken back. */
  readonly undos: SavedUndo[] = [];
  /** Undos that are under way and need what is here. */
  claims = 0;
  /** Epoch ms until which deduplication ids written here count. */
  deduplicationUntil = 0;
  /** Epoch ms until which what was purged from here is kept for an undo. */
  keptUntil = 0;

  /** Nothing of it is needed, and its removal is written. */
  isEmptied = false;

  constructor(number: number, path: string, bytes: number) {
    this.number = number;
    this.path = path;
    this.bytes = bytes;
  }

  /** A deduplication id was written here, whose window began then. */
  noteDeduplication(firstSentAt: number): void {
    this.deduplicationUntil = Math.max(this.deduplicationUntil, firstSentAt + DEDUPLICATION_WINDOW_MS);
  }

  /** An undo needs what is here until then, epoch ms. */
  keepUntil(at: number): void {
    this.keptUntil = Math.max(this.keptUntil, at);
  }

  /** For a clock that was set back. */
  shiftTimes(byMs: number): void {
    this.deduplicationUntil += byMs;
    this.keptUntil += byMs;
  }

  /** After times were read that may be from before a clock was set back: nothing is waited for longer than from `now` on. */
  boundTimes(now: number, undoMs: number): void {
    this.deduplicationUntil = Math.min(this.deduplicationUntil, now + DEDUPLICATION_WINDOW_MS);
    this.keptUntil = Math.min(this.keptUntil, now + undoMs);
  }
}

/** A purge, or the deletion of a queue: voids what the queue had in the segments up to `upTo`. */
export interface Sweep {
  readonly queueNumber: number;
  /** Arrivals up to this one are void; undefined: the queue itself was deleted. */
  readonly lastArrival: number | undefined;
  /** The highest message number given out before; deduplication ids of later sends stay. */
  readonly lastMessage: number;
  /** Epoch ms. */
  readonly at: number;
  readonly upTo: number;
  /** Of a deleted queue: its name is blocked for a while. */
  readonly arn: string;
  /** The deleted queue as it was, for an undo: no other record is needed for that. Older versions omitted it. */
  readonly queue?: SavedQueue;
}

/**
 * Reclaim may have copied an older deletion behind a newer one. Queues of one name have rising numbers; only what damage brought
 * back is deleted after a newer one, and then a start, with a segment of its own, is between the two.
 */
export function isOlderDeletion({ upTo, queueNumber }: Sweep, other: Sweep | undefined): boolean {
  if (other === undefined) return false;
  return upTo < other.upTo || (upTo === other.upTo && queueNumber < other.queueNumber);
}
