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
  const times: number[] = [];
  const first = Math.floor(from / 1000 / periodSeconds) * periodSeconds;
  for (let at = first; at * 1000 < until; at += periodSeconds) times.push(at);
  return times;
}

/** How many periods all queries have together, roughly. */
export function countPeriods(
  queries: readonly Pick<MetricQuery, 'periodSeconds'>[],
  { from, until }: TimeRange,
): number {
  return queries.reduce((sum, { periodSeconds }) => sum + (until - from) / (periodSeconds * 1000), 0);
}
