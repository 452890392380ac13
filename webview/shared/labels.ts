/** Pixels from left to right. */
interface Span {
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
