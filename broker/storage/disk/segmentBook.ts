import type { ListedSegment } from './segmentList.ts';

/** A segment that ought to exist, and does not. */
export interface MissingSegment {
  readonly number: number;
  /** What is known of it; undefined when nothing is. */
  readonly listed: ListedSegment | undefined;
}

/** The folder's data about its newest segment. */
export interface NewestSegment {
  readonly number: number;
  /** Its length when the broker ended in order; undefined when it did not, or runs. */
  readonly bytes: number | undefined;
}

/** What segments record about each other: which ones existed, and how long they are. */
export class SegmentBook {
  private readonly ends = new Map<number, ListedSegment>();
  private readonly removed = new Set<number>();
  private newestList: { readonly writtenIn: number; readonly listed: readonly ListedSegment[] } | undefined;

  /** Lists are to come in the order of the journal. */
  addList(writtenIn: number, listed: readonly ListedSegment[]): void {
    this.newestList = { writtenIn, listed };
    for (const segment of listed) {
      this.ends.set(segment.number, segment);
      // It was to be removed, and the broker ended before that.
      this.removed.delete(segment.number);
    }
  }

  addRemoved(segment: number): void {
    this.removed.add(segment);
  }

  endOf(segment: number): number | undefined {
    return this.ends.get(segment)?.bytes;
  }

  /** Missing segments without a record of their removal. */
  findMissing(present: ReadonlySet<number>, newest: NewestSegment | undefined): MissingSegment[] {
    const { newestList, removed, ends } = this;
    // A folder of an older format has no lists, so nothing can be reported.
    if (newestList === undefined && newest === undefined) return [];
    const last = Math.max(newest?.number ?? 0, ...present);
    const expected = new Set(newestList?.listed.map(({ number }) => number));
    // What was begun after the newest list: the numbers have no gaps but those of removed segments.
    for (let number = newestList?.writtenIn ?? last; number <= last; number++) expected.add(number);
    return [...expected]
      .filter((number) => !present.has(number) && !removed.has(number))
      .sort((one, other) => one - other)
      .map((number) => ({ number, listed: ends.get(number) }));
  }
}
