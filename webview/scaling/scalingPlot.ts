import type { PoolDecision, PoolHistory } from '../../broker/protocol/pools.ts';
import type { MetricsReading } from '../metricsProtocol.ts';
import type { TimeWindow } from '../shared/timeSteps.ts';
import { METRICS, SCALING_LINES } from './scalingLines.ts';

/** The value of a line at a time; null: none; undefined: its neighbours have it, and the line goes through. */
type PlotValue = number | null | undefined;

/** What the chart draws: numbers of the queue by period, and those of the pool whenever they changed, over the same times. */
export interface ScalingPlot {
  readonly reading: MetricsReading;
  readonly history: PoolHistory;
  /** Epoch ms, rising. */
  readonly times: readonly number[];
  /** Of each line of `SCALING_LINES`. */
  readonly values: readonly (readonly PlotValue[])[];
}

export function makeScalingPlot(reading: MetricsReading, history: PoolHistory): ScalingPlot {
  const { from, until } = reading;
  const periodMs = reading.periodSeconds * 1000;
  const count = Math.max(0, ...reading.lines.map(({ values }) => values.length));
  const periods = Array.from({ length: count }, (_, index) => reading.start + index * periodMs);
  const changes = history.capacity.map(({ at }) => at).filter((at) => at > from && at < until);
  const times = [...new Set([...periods, ...changes, from, until])].toSorted((one, other) => one - other);
  const values = SCALING_LINES.map(({ of }) =>
    'metric' in of
      ? spreadPoints(times, reading, reading.lines[METRICS.indexOf(of.metric)]?.values ?? [])
      : carryOn(times, history, of.capacity),
  );
  return { reading, history, times, values };
}

/** The points of a metric at their times. Between two of them the line goes through; beside a gap, the gap begins at once. */
function spreadPoints(
  times: readonly number[],
  { start, periodSeconds }: MetricsReading,
  points: readonly (number | null)[],
): readonly PlotValue[] {
  return times.map((time) => {
    const place = (time - start) / (periodSeconds * 1000);
    const before = points[Math.floor(place)] ?? null;
    if (Number.isInteger(place)) return before;
    return before === null || (points[Math.ceil(place)] ?? null) === null ? null : undefined;
  });
}

/** A number of processes holds until the next one. */
function carryOn(
  times: readonly number[],
  { capacity }: PoolHistory,
  member: 'desired' | 'running' | 'inService',
): readonly PlotValue[] {
  let next = 0;
  let value: number | null = null;
  return times.map((time) => {
    for (let each = capacity[next]; each !== undefined && each.at <= time; each = capacity[next]) {
      value = each[member];
      next += 1;
    }
    return value;
  });
}

/** What a line says at the place of a time; null: it has no point there. */
export function readValue(plot: ScalingPlot, line: number, index: number): number | null {
  const values = plot.values[line] ?? [];
  for (let place = index; place >= 0; place -= 1) {
    const value = values[place];
    if (value !== undefined) return value;
  }
  return null;
}

/** The place of the newest time at which the queue has a point; undefined: none. */
export function findNewest(plot: ScalingPlot): number | undefined {
  for (let index = plot.times.length - 1; index >= 0; index -= 1)
    if (
      SCALING_LINES.some(({ of }, line) => 'metric' in of && typeof plot.values[line]?.[index] === 'number')
    )
      return index;
  return undefined;
}

/** What a line says at the place of the cursor; without one its newest value: of the queue, that of the last period that has ended. */
export function readShown(plot: ScalingPlot, line: number, cursor: number | undefined): number | null {
  const of = SCALING_LINES[line]?.of;
  const newest = of !== undefined && 'metric' in of ? findNewest(plot) : plot.times.length - 1;
  const index = cursor ?? newest;
  return index === undefined ? null : readValue(plot, line, index);
}

/** Whether there is nothing to draw. */
export function isEmpty({ values, history }: ScalingPlot): boolean {
  return (
    history.decisions.length === 0 && values.every((line) => line.every((value) => typeof value !== 'number'))
  );
}

/** The decisions of a time, the oldest first. */
export function listDecisions({ history }: ScalingPlot, { from, to }: TimeWindow): readonly PoolDecision[] {
  return history.decisions.filter(({ at }) => at >= from && at <= to);
}

/** The place of the time that is nearest. */
export function findNearest(times: readonly number[], time: number): number {
  const after = times.findIndex((each) => each >= time);
  if (after === -1) return times.length - 1;
  const before = after - 1;
  return before >= 0 && time - (times[before] ?? 0) < (times[after] ?? 0) - time ? before : after;
}
