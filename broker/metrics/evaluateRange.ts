import { KEPT_MS } from './chunkBook.ts';
import { evaluateQueries, type QueryResults } from './evaluateQueries.ts';
import type { MetricReader } from './metricReader.ts';
import type { MetricQuery } from './queries.ts';

/** Epoch ms; `until` is exclusive. */
export interface TimeRange {
  readonly from: number;
  readonly until: number;
}

/** Evaluates queries over all periods that a range touches: what GetMetricData answers, and what the editor shows. */
export function evaluateRange(
  queries: readonly MetricQuery[],
  metrics: MetricReader,
  range: TimeRange,
): QueryResults {
  return evaluateQueries(queries, {
    readPoints: ({ identity, periodSeconds }) =>
      metrics.read(identity, range.from, range.until, periodSeconds),
    listTimes: (periodSeconds) => listTimes(range, periodSeconds),
  });
}

/** The starts of the periods, epoch s, the oldest first. */
export function listTimes({ from, until }: TimeRange, periodSeconds: number): number[] {
  const first = Math.floor(from / 1000 / periodSeconds) * periodSeconds;
  // Counted first: a sum of huge numbers may stay as it is, and would never reach the end.
  const count = Math.max(0, Math.ceil((until / 1000 - first) / periodSeconds));
  return Array.from({ length: count }, (_, index) => first + index * periodSeconds);
}

/** How many periods all queries have together, roughly. */
export function countPeriods(
  queries: readonly Pick<MetricQuery, 'periodSeconds'>[],
  { from, until }: TimeRange,
): number {
  return queries.reduce((sum, { periodSeconds }) => sum + (until - from) / (periodSeconds * 1000), 0);
}

/** How many points are read for all queries, at most: a long period is the sum of its minutes. */
export function countPointsRead(
  queries: readonly Pick<MetricQuery, 'periodSeconds' | 'metric'>[],
  { from, until }: TimeRange,
): number {
  return queries.reduce((sum, { metric, periodSeconds }) => {
    if (metric === undefined) return sum;
    const isFine = periodSeconds < 60;
    const keptMs = isFine ? KEPT_MS.seconds : KEPT_MS.minutes;
    return sum + Math.min(until - from, keptMs) / (isFine ? 1000 : 60_000);
  }, 0);
}
