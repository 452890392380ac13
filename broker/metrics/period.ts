import { LEVEL_COUNT, LEVELS, type Levels, OLDEST } from './levels.ts';

/**
 * What happened in one period of a queue: numbers in columns, so that a period is added to, compared and stored without a
 * look at what they mean. All values are whole.
 */
export type Period = Float64Array;

/** What is counted of each call or message; a column each. */
export const COUNTERS = ['sent', 'received', 'deleted', 'emptyReceives', 'deduplicated'] as const;
export type CounterName = (typeof COUNTERS)[number];

/** Behind them, what has samples: four columns each. The ages are in seconds, the sizes in bytes. */
export const GAUGES = ['size', ...LEVELS, 'age', 'quietAge'] as const;
export type GaugeName = (typeof GAUGES)[number];

const SUM = 0;
const MINIMUM = 1;
const MAXIMUM = 2;
const SAMPLES = 3;
const GAUGE_COLUMNS = 4;
const COUNTER_COLUMNS = COUNTERS.length;
const LEVELS_COLUMN = columnOfGauge('visible');
const AGES_COLUMN = columnOfGauge('age');

/** Fewer than the bits of a whole number: a mask says which of them changed. */
export const COLUMN_COUNT = COUNTER_COLUMNS + GAUGE_COLUMNS * GAUGES.length;

export const SIZE_COLUMN = columnOfGauge('size');

export function columnOfCounter(name: CounterName): number {
  return COUNTERS.indexOf(name);
}

export function columnOfGauge(name: GaugeName): number {
  return COUNTER_COLUMNS + GAUGE_COLUMNS * GAUGES.indexOf(name);
}

/** Nothing has happened. A gauge without a value has a minimum above its maximum. */
export function startPeriod(): Period {
  const period = new Float64Array(COLUMN_COUNT);
  for (let at = COUNTER_COLUMNS + MINIMUM; at < COLUMN_COUNT; at += GAUGE_COLUMNS) period[at] = 1;
  return period;
}

export interface Gauge {
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly samples: number;
}

export function readGauge(period: Period, column: number): Gauge {
  return {
    sum: at(period, column + SUM),
    minimum: at(period, column + MINIMUM),
    maximum: at(period, column + MAXIMUM),
    samples: at(period, column + SAMPLES),
  };
}

export function addSamples(period: Period, column: number, value: number, samples: number): void {
  period[column + SUM] = at(period, column + SUM) + value * samples;
  period[column + SAMPLES] = at(period, column + SAMPLES) + samples;
  widen(period, column, value);
}

/** A value that was there, but not when a sample was taken: a burst between two samples still is the maximum. */
export function widen(period: Period, column: number, value: number): void {
  const minimum = at(period, column + MINIMUM);
  const maximum = at(period, column + MAXIMUM);
  if (minimum > maximum) {
    period[column + MINIMUM] = value;
    period[column + MAXIMUM] = value;
  } else if (value < minimum) period[column + MINIMUM] = value;
  else if (value > maximum) period[column + MAXIMUM] = value;
}

/**
 * Adds samples of a queue that stays as it is.
 * @param first when the first of them is taken, epoch ms
 * @param stepMs whole seconds
 */
export function sampleLevels(
  period: Period,
  levels: Levels,
  first: number,
  samples: number,
  stepMs: number,
): void {
  if (samples <= 0) return;
  for (let index = 0; index < LEVEL_COUNT; index++) {
    const level = at(levels, index);
    if (!Number.isNaN(level)) addSamples(period, LEVELS_COLUMN + GAUGE_COLUMNS * index, level, samples);
  }
  for (let index = 0; index < OLDEST.length; index++) {
    const sentAt = at(levels, LEVEL_COUNT + index);
    if (!Number.isNaN(sentAt))
      sampleAges(period, AGES_COLUMN + GAUGE_COLUMNS * index, first - sentAt, samples, stepMs);
  }
}

/** Ages rise by the same step from sample to sample; a clock that was set back makes none negative. */
function sampleAges(period: Period, column: number, firstMs: number, samples: number, stepMs: number): void {
  const step = stepMs / 1000;
  const youngest = Math.floor(firstMs / 1000);
  const tooYoung = Math.min(samples, Math.max(0, Math.ceil(-youngest / step)));
  if (tooYoung > 0) addSamples(period, column, 0, tooYoung);
  const rest = samples - tooYoung;
  if (rest === 0) return;
  const from = youngest + step * tooYoung;
  const until = from + step * (rest - 1);
  period[column + SUM] = at(period, column + SUM) + ((from + until) * rest) / 2;
  period[column + SAMPLES] = at(period, column + SAMPLES) + rest;
  widen(period, column, from);
  widen(period, column, until);
}

/** Adds to a longer period what happened in a shorter one: all but the samples of levels, which it takes itself. */
export function addEvents(to: Period, from: Period): void {
  for (let column = 0; column < COUNTER_COLUMNS; column++) to[column] = at(to, column) + at(from, column);
  to[SIZE_COLUMN + SUM] = at(to, SIZE_COLUMN + SUM) + at(from, SIZE_COLUMN + SUM);
  to[SIZE_COLUMN + SAMPLES] = at(to, SIZE_COLUMN + SAMPLES) + at(from, SIZE_COLUMN + SAMPLES);
  for (let column = SIZE_COLUMN; column < AGES_COLUMN; column += GAUGE_COLUMNS) {
    if (at(from, column + MINIMUM) > at(from, column + MAXIMUM)) continue;
    widen(to, column, at(from, column + MINIMUM));
    widen(to, column, at(from, column + MAXIMUM));
  }
}

/** What was counted over many periods: a number for each of {@link COUNTERS}, then the sum and the number of the sizes. */
export type Totals = Float64Array;

export const TOTAL_SIZE = COUNTER_COLUMNS;
export const TOTAL_SIZES = COUNTER_COLUMNS + 1;

export function startTotals(): Totals {
  return new Float64Array(COUNTER_COLUMNS + 2);
}

export function addToTotals(totals: Totals, period: Period): void {
  for (let column = 0; column < COUNTER_COLUMNS; column++)
    totals[column] = at(totals, column) + at(period, column);
  totals[TOTAL_SIZE] = at(totals, TOTAL_SIZE) + at(period, SIZE_COLUMN + SUM);
  totals[TOTAL_SIZES] = at(totals, TOTAL_SIZES) + at(period, SIZE_COLUMN + SAMPLES);
}

/** Makes of a period of a queue at rest the one that follows it so many seconds later: only the ages differ. */
export function ageBy(period: Period, seconds: number): void {
  for (let column = AGES_COLUMN; column < COLUMN_COUNT; column += GAUGE_COLUMNS) {
    const samples = at(period, column + SAMPLES);
    if (samples === 0) continue;
    period[column + SUM] = at(period, column + SUM) + samples * seconds;
    period[column + MINIMUM] = at(period, column + MINIMUM) + seconds;
    period[column + MAXIMUM] = at(period, column + MAXIMUM) + seconds;
  }
}

/** Whether a period is what another one is so many seconds later, when the queue stays as it is. */
export function isLater(period: Period, earlier: Period, seconds: number): boolean {
  for (let column = 0; column < AGES_COLUMN; column++) if (period[column] !== earlier[column]) return false;
  for (let column = AGES_COLUMN; column < COLUMN_COUNT; column += GAUGE_COLUMNS) {
    const samples = at(earlier, column + SAMPLES);
    const by = samples === 0 ? 0 : seconds;
    if (period[column + SAMPLES] !== samples) return false;
    if (period[column + SUM] !== at(earlier, column + SUM) + samples * by) return false;
    if (period[column + MINIMUM] !== at(earlier, column + MINIMUM) + by) return false;
    if (period[column + MAXIMUM] !== at(earlier, column + MAXIMUM) + by) return false;
  }
  return true;
}

function at(columns: Float64Array, index: number): number {
  return columns[index] as number;
}
