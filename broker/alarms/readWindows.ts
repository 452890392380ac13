import { KEPT_MS } from '../metrics/chunkBook.ts';
import type { MetricPoint, MetricReader } from '../metrics/metricReader.ts';
import type { MetricStatistic } from '../metrics/queries.ts';
import { joinPoints } from '../metrics/statistic.ts';

/** Periods of less than a minute are evaluated every ten seconds, all others every minute (docs/cloudwatch.md). */
export const SHORT_STEP_SECONDS = 10;
export const STEP_SECONDS = 60;

export function stepOf(periodSeconds: number): number {
  return periodSeconds < STEP_SECONDS ? SHORT_STEP_SECONDS : STEP_SECONDS;
}

/**
 * Whether the metrics may no longer have what an evaluation looks at: short periods are kept for hours only. The step that
 * has just ended is always evaluated, with what they have.
 * @param untilSeconds a multiple of the step of the period
 * @param now epoch ms
 */
export function isForgotten(
  untilSeconds: number,
  periodSeconds: number,
  count: number,
  now: number,
): boolean {
  const stepMs = stepOf(periodSeconds) * 1000;
  const keptMs = KEPT_MS[periodSeconds < STEP_SECONDS ? 'seconds' : 'minutes'];
  const neededMs = Math.min(count * periodSeconds * 1000, keptMs);
  return untilSeconds * 1000 - neededMs < Math.floor(now / stepMs) * stepMs - keptMs;
}

/** The starts of the last periods before a time, epoch s, the oldest first: they end now, wherever periods of the metric begin. */
export function listWindows(untilSeconds: number, periodSeconds: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => untilSeconds - (count - index) * periodSeconds);
}

/**
 * The points of these periods, of all units.
 * @param untilSeconds a multiple of the step of the period
 */
export function readWindows(
  reader: MetricReader,
  { identity, periodSeconds }: MetricStatistic,
  untilSeconds: number,
  count: number,
): readonly MetricPoint[] {
  const until = untilSeconds * 1000;
  const from = until - count * periodSeconds * 1000;
  if (untilSeconds % periodSeconds === 0) return reader.read(identity, from, until, periodSeconds);
  const periodMs = periodSeconds * 1000;
  const grouped = new Map<string, MetricPoint[]>();
  for (const point of reader.read(identity, from, until, stepOf(periodSeconds))) {
    const start = from + Math.floor((point.start - from) / periodMs) * periodMs;
    const key = `${start} ${point.unit}`;
    const known = grouped.get(key);
    if (known === undefined) grouped.set(key, [point]);
    else known.push(point);
  }
  return [...grouped].flatMap(([key, points]) => joinPoints(points, Number(key.split(' ', 1)[0])) ?? []);
}
