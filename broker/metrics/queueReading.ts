import type { Queue } from '../engine/state/queue.ts';
import { LEVEL_COUNT, LEVELS, type Levels, OLDEST } from './levels.ts';
import { COUNTERS, TOTAL_SIZE, TOTAL_SIZES, type Totals } from './period.ts';
import { QUEUE_METRICS, type QueueMetric } from './queueMetrics.ts';

/** What a queue holds now, and what was counted in it since it is measured. */
export interface QueueReading {
  readonly queue: Queue;
  /** When it was read, epoch ms. */
  readonly at: number;
  /** Since when it is counted, epoch ms; undefined: nothing was. */
  readonly since: number | undefined;
  readonly levels: Levels;
  readonly totals: Totals;
}

/** What a metric says at a moment: a total that only rises, a level, or how many values there were and their sum. */
export type MetricReading =
  | { readonly kind: 'total' | 'level'; readonly value: number }
  | { readonly kind: 'values'; readonly count: number; readonly sum: number };

/** Undefined where a queue has no such metric, or has it not now: an age without a message. */
export function readMetric(
  { counter, gauge, of }: QueueMetric,
  { queue, at, levels, totals }: QueueReading,
): MetricReading | undefined {
  if (of === 'fifo' && !queue.isFifo) return undefined;
  if (counter !== undefined) return { kind: 'total', value: totals[COUNTERS.indexOf(counter)] as number };
  if (gauge === 'size')
    return { kind: 'values', count: totals[TOTAL_SIZES] as number, sum: totals[TOTAL_SIZE] as number };
  const age = gauge === 'age' ? 0 : gauge === 'quietAge' ? 1 : undefined;
  if (age !== undefined) {
    const sentAt = levels[LEVEL_COUNT + age] as number;
    return Number.isNaN(sentAt)
      ? undefined
      : { kind: 'level', value: Math.max(0, Math.floor((at - sentAt) / 1000)) };
  }
  const level = levels[LEVELS.findIndex((name) => name === gauge)] as number;
  return Number.isNaN(level) ? undefined : { kind: 'level', value: level };
}

/** A metric, and what each queue that has it says. */
export interface MetricFamily {
  readonly metric: QueueMetric;
  readonly readings: readonly (readonly [QueueReading, MetricReading])[];
}

/** In the order of the metrics; those that no queue has are left out. */
export function* groupByMetric(readings: readonly QueueReading[]): Generator<MetricFamily> {
  for (const metric of QUEUE_METRICS) {
    const family = readings.flatMap((reading) => {
      const read = readMetric(metric, reading);
      return read === undefined ? [] : [[reading, read] as const];
    });
    if (family.length > 0) yield { metric, readings: family };
  }
}

/** The levels of a queue that is not measured: how many messages it has is known all the same. */
export function readLevels(queue: Queue, levels: Levels): Levels {
  const set = (name: (typeof LEVELS)[number], level: number | undefined): void => {
    if (level !== undefined) levels[LEVELS.indexOf(name)] = level;
  };
  set('visible', queue.visibleCount);
  set('inFlight', queue.inFlightCount);
  set('delayed', queue.delayedCount);
  set('inFlightGroups', queue.order.groupsInFlight);
  levels[LEVEL_COUNT + OLDEST.indexOf('oldest')] = queue.shownAgeFrom ?? NaN;
  return levels;
}
