import { DEDUPLICATION_WINDOW_MS } from '../engine/base/limits.ts';

/** A deduplication id that must outlive its message's record. */
export interface SavedDeduplication {
  readonly queueNumber: number;
  readonly key: string;
  readonly messageNumber: number;
  readonly sequenceNumber: string;
  /** Epoch ms. */
  readonly firstSentAt: number;
}

/** Ids that are kept without asking whether their windows are over. */
const MINIMUM_KEPT = 65_536;

/** The deduplication ids that a journal tells while it is read. */
export class SavedDeduplications {
  private kept: SavedDeduplication[] = [];
  /** How many of them are kept before those that are over are looked for. */
  private room = MINIMUM_KEPT;

  add(saved: SavedDeduplication): void {
    this.kept.push(saved);
    if (this.kept.length > this.room) this.forgetOver(saved.firstSentAt);
  }

  /** A purge was read, which forgets the ids of all messages up to its last one. */
  forget(queueNumber: number, lastMessage: number): void {
    this.kept = this.kept.filter(
      (saved) => saved.queueNumber !== queueNumber || saved.messageNumber > lastMessage,
    );
  }

  /**
   * Those whose windows are open at `now`, in the order of the sends. A time in the future is from before the clock was set
   * back: its window begins now.
   */
  openAt(now: number): SavedDeduplication[] {
    return this.newest()
      .map((saved) => (saved.firstSentAt > now ? { ...saved, firstSentAt: now } : saved))
      .filter((saved) => isOpen(saved, now))
      .sort((one, other) => one.firstSentAt - other.firstSentAt);
  }

  /**
   * So that a long journal does not bring all ids that ever were into memory at once. Records that were written again stand
   * behind younger ones, so `at` may be before some of the times: those stay as they are.
   */
  private forgetOver(at: number): void {
    this.kept = this.newest().filter((saved) => isOpen(saved, at));
    this.room = Math.max(MINIMUM_KEPT, 2 * this.kept.length);
  }

  /** Of two records of one id the later one counts. */
  private newest(): SavedDeduplication[] {
    const newest = new Map(
      this.kept.map((saved) => [`${saved.queueNumber} ${saved.messageNumber} ${saved.key}`, saved]),
    );
    return [...newest.values()];
  }
}

function isOpen({ firstSentAt }: SavedDeduplication, at: number): boolean {
  return at - firstSentAt < DEDUPLICATION_WINDOW_MS;
}
