import { DEDUPLICATION_WINDOW_MS } from '../../engine/base/limits.ts';

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

/** An id, and the segment that its record was read from. */
interface Kept extends SavedDeduplication {
  readonly segment: number;
}

/** The deduplication IDs that are found while a journal is read. */
export class SavedDeduplications {
  private kept: Kept[] = [];
  /** How many of them are kept before expired ones are removed. */
  private room = MINIMUM_KEPT;

  add(saved: SavedDeduplication, segment: number): void {
    this.kept.push({ segment, ...saved });
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
   * @param sinceSegment the first segment whose times are right: the clock was set back before it, and every id that was still
   *   open then has a record from there on. What only older segments have was over.
   */
  openAt(now: number, sinceSegment: number): SavedDeduplication[] {
    return this.newest()
      .filter(({ segment }) => segment >= sinceSegment)
      .map(({ segment: _segment, ...saved }) => saved)
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
  private newest(): Kept[] {
    const newest = new Map(
      this.kept.map((saved) => [`${saved.queueNumber} ${saved.messageNumber} ${saved.key}`, saved]),
    );
    return [...newest.values()];
  }
}

function isOpen({ firstSentAt }: SavedDeduplication, at: number): boolean {
  return at - firstSentAt < DEDUPLICATION_WINDOW_MS;
}
