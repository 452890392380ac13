import { LEVELS, type LevelName, type Levels } from './levels.ts';

/** What is counted of each call or message (metrics contract §1.1). */
export const COUNTERS = ['sent', 'received', 'deleted', 'emptyReceives', 'deduplicated'] as const;
export type CounterName = (typeof COUNTERS)[number];

/** The samples of a gauge in one period. */
export interface Gauge {
  sum: number;
  minimum: number;
  maximum: number;
  samples: number;
}

/** What happened in one period of a queue; all values are whole numbers. */
export interface Period {
  readonly counters: Record<CounterName, number>;
  /** Sizes of the sent messages, bytes; a sample for each. */
  readonly size: Gauge;
  readonly levels: Record<LevelName, Gauge>;
  /** Of the oldest message, ms; no sample where there is none. */
  readonly age: Gauge;
}

export function startGauge(): Gauge {
  return { sum: 0, minimum: Infinity, maximum: -Infinity, samples: 0 };
}

export function startPeriod(): Period {
  return {
    counters: { sent: 0, received: 0, deleted: 0, emptyReceives: 0, deduplicated: 0 },
    size: startGauge(),
    levels: {
      visible: startGauge(),
      inFlight: startGauge(),
      delayed: startGauge(),
      inFlightGroups: startGauge(),
    },
    age: startGauge(),
  };
}

export function addSample(gauge: Gauge, value: number): void {
  gauge.sum += value;
  gauge.samples += 1;
  widen(gauge, value);
}

/** A value that was there, but not when a sample was taken: a burst between two samples still is the maximum. */
export function widen(gauge: Gauge, value: number): void {
  if (value < gauge.minimum) gauge.minimum = value;
  if (value > gauge.maximum) gauge.maximum = value;
}

/**
 * Adds a stretch of time in which a queue stayed as it was.
 * @param from epoch ms
 * @param to epoch ms, not part of it
 * @param sampleMs samples are taken at the multiples of this time
 */
export function addStretch(period: Period, levels: Levels, from: number, to: number, sampleMs: number): void {
  const first = Math.ceil(from / sampleMs) * sampleMs;
  const samples = Math.max(0, Math.ceil((to - first) / sampleMs));
  for (const name of LEVELS) {
    const gauge = period.levels[name];
    gauge.sum += samples * levels[name];
    gauge.samples += samples;
    widen(gauge, levels[name]);
  }
  const { oldestSentAt } = levels;
  if (oldestSentAt === undefined) return;
  const { age } = period;
  // Ages rise by the same step from sample to sample.
  age.sum += samples * (first - oldestSentAt) + (sampleMs * samples * (samples - 1)) / 2;
  age.samples += samples;
  if (samples === 0) return;
  widen(age, first - oldestSentAt);
  widen(age, first + (samples - 1) * sampleMs - oldestSentAt);
}
