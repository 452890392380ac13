import { LEVELS } from './levels.ts';
import { COUNTERS, type Gauge, type Period, startPeriod } from './period.ts';

/** Whole numbers, as a period is stored. */
type Columns = readonly number[];

/** How many columns a period has: fewer than the bits of a mask. */
export const COLUMN_COUNT = COUNTERS.length + 4 * (LEVELS.length + 2);

export const NO_COLUMNS: Columns = Array.from({ length: COLUMN_COUNT }, () => 0);

function listGauges({ size, levels, age }: Period): readonly Gauge[] {
  return [size, ...LEVELS.map((name) => levels[name]), age];
}

/** A gauge that saw nothing has no minimum and no maximum, which are written as 1 and 0. */
export function toColumns(period: Period): Columns {
  return [
    ...COUNTERS.map((name) => period.counters[name]),
    ...listGauges(period).flatMap(({ sum, minimum, maximum, samples }) =>
      minimum > maximum ? [sum, 1, 0, samples] : [sum, minimum, maximum, samples],
    ),
  ];
}

export function fromColumns(columns: Columns): Period {
  const period = startPeriod();
  for (const [index, name] of COUNTERS.entries()) period.counters[name] = columns[index] ?? 0;
  for (const [index, gauge] of listGauges(period).entries()) {
    const at = COUNTERS.length + 4 * index;
    const [sum = 0, minimum = 1, maximum = 0, samples = 0] = columns.slice(at, at + 4);
    const isSeen = minimum <= maximum;
    Object.assign(gauge, { sum, samples, ...(isSeen ? { minimum, maximum } : {}) });
  }
  return period;
}
