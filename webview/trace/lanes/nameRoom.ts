import type { Span } from '../../shared/labels.ts';

/** A name of which less is left says nothing. */
const SMALLEST_PART = 4;

/** The longest stretch within a bar over which nothing lies; the first of equal ones. */
export function findFreeSpan(bar: Span, obstacles: readonly Span[]): Span {
  let best: Span = { from: bar.from, to: bar.from };
  let { from } = bar;
  const ordered = [...obstacles].sort((left, right) => left.from - right.from);
  for (const obstacle of [...ordered, { from: bar.to, to: bar.to }]) {
    const to = Math.min(bar.to, obstacle.from);
    if (to - from > best.to - best.from) best = { from, to };
    from = Math.max(from, obstacle.to);
  }
  return best;
}

/** The text, or as many of its characters as fit, and an ellipsis; nothing where that would not tell whose it is. */
export function shortenToFit(text: string, room: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= room) return text;
  const characters = Array.from(text);
  let low = 0;
  let high = characters.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (widthOf(`${characters.slice(0, middle).join('')}…`) <= room) low = middle;
    else high = middle - 1;
  }
  return low < SMALLEST_PART ? '' : `${characters.slice(0, low).join('').trimEnd()}…`;
}
