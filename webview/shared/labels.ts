/** Pixels from left to right. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Closer together, two labels are read as one. */
const GAP_PX = 6;

/** The marks whose labels have room, from the left. @param spanOf where a mark's label begins and ends */
export function dropOverlaps<T>(marks: readonly T[], room: Span, spanOf: (mark: T) => Span): readonly T[] {
  let end = Number.NEGATIVE_INFINITY;
  return marks.filter((mark) => {
    const span = spanOf(mark);
    if (span.from < Math.max(room.from, end + GAP_PX) || span.to > room.to) return false;
    end = span.to;
    return true;
  });
}

interface DatedMark {
  readonly label: string;
  /** What day it is of, where that has to be told. */
  readonly day?: string;
}

/** Something that is written already, and the day that it tells. */
interface Written extends Span {
  readonly day?: string;
}

interface Chosen<T> extends Span {
  readonly mark: T;
  readonly label: string;
}

/**
 * The marks whose labels have room, from the left, each with what is written there. Of the marks of one day in a row the
 * first that has room for it tells the day, and those before it are left out: a time of another day would be read as one of
 * the day before. Times without a day only get the room that is left.
 * @param spanOf where a label at a mark begins and ends
 * @param written what is there already, from the left
 */
export function chooseLabels<T extends DatedMark>(
  marks: readonly T[],
  room: Span,
  spanOf: (mark: T, label: string) => Span,
  written: readonly Written[] = [],
): readonly { readonly mark: T; readonly label: string }[] {
  const chosen: Chosen<T>[] = [];
  const place = (mark: T, label: string): boolean => {
    const span = spanOf(mark, label);
    const isFree = [...written, ...chosen].every(
      (other) => span.to < other.from - GAP_PX || span.from > other.to + GAP_PX,
    );
    if (!isFree || span.from < room.from || span.to > room.to) return false;
    chosen.push({ mark, label, ...span });
    return true;
  };
  const undated = splitDays(marks).map((run) => {
    const { day } = run[0] ?? {};
    if (day === undefined || isToldBefore(run, spanOf, written)) return run;
    const first = run.findIndex((mark) => place(mark, `${day}, ${mark.label}`));
    return first === -1 ? [] : run.slice(first + 1);
  });
  for (const mark of undated.flat()) place(mark, mark.label);
  return chosen.sort((left, right) => left.from - right.from);
}

/** Marks of one day in a row belong together. */
function splitDays<T extends DatedMark>(marks: readonly T[]): readonly (readonly T[])[] {
  const runs: T[][] = [];
  for (const mark of marks) {
    const run = runs.at(-1);
    if (run !== undefined && run[0]?.day === mark.day) run.push(mark);
    else runs.push([mark]);
  }
  return runs;
}

/** What is written last before these marks tells their day. */
function isToldBefore<T extends DatedMark>(
  run: readonly T[],
  spanOf: (mark: T, label: string) => Span,
  written: readonly Written[],
): boolean {
  const [first] = run;
  if (first === undefined) return false;
  const { from } = spanOf(first, first.label);
  return written.findLast((other) => other.day !== undefined && other.from <= from)?.day === first.day;
}
