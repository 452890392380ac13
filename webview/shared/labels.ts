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

/**
 * The marks whose labels have room, from the left, each with what is written there: with its day, unless that is what the
 * last one tells. Which marks have room is found out first, so that a day is not lost with the one mark that has none.
 * @param spanOf where a label at a mark begins and ends
 * @param written what is there already, from the left
 */
export function chooseLabels<T extends DatedMark>(
  marks: readonly T[],
  room: Span,
  spanOf: (mark: T, label: string) => Span,
  written: readonly Written[] = [],
): readonly { readonly mark: T; readonly label: string }[] {
  const chosen: { readonly mark: T; readonly label: string }[] = [];
  let end = Number.NEGATIVE_INFINITY;
  let toldFrom = Number.NEGATIVE_INFINITY;
  let told: string | undefined;
  for (const mark of marks) {
    const { from } = spanOf(mark, mark.label);
    for (const other of written) {
      if (other.day === undefined || other.from > from || other.from < toldFrom) continue;
      told = other.day;
      toldFrom = other.from;
    }
    const label = mark.day === undefined || mark.day === told ? mark.label : `${mark.day}, ${mark.label}`;
    const span = spanOf(mark, label);
    const isFree = written.every((other) => span.to < other.from - GAP_PX || span.from > other.to + GAP_PX);
    if (!isFree || span.from < Math.max(room.from, end + GAP_PX) || span.to > room.to) continue;
    end = span.to;
    told = mark.day;
    toldFrom = span.from;
    chosen.push({ mark, label });
  }
  return chosen;
}
