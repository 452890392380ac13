import type { MetricPoint } from '../../metrics/metricReader.ts';
import {
  type PlainStatistic,
  parseStatistic,
  readStatistic,
  type Statistic,
} from '../../metrics/statistic.ts';
import { isMetricPeriod } from '../../metrics/metricPeriod.ts';
import { identifyMetric, refusePeriod } from '../../metrics/queries.ts';
import { refuse } from '../refusal.ts';
import { type HandlersOf, succeed } from './action.ts';
import type { METRIC_OPERATIONS } from '../operations/metricOperations.ts';
import { refuseRange } from './times.ts';

const MAXIMUM_POINTS = 1440;

export const getMetricStatistics: HandlersOf<typeof METRIC_OPERATIONS>['GetMetricStatistics'] = (
  call,
  input,
) => {
  const { StartTime: from, EndTime: until, Period: period, Statistics: plain = [] } = input;
  const refusal = refuseRange(from, until) ?? (isMetricPeriod(period) ? undefined : refusePeriod(period));
  if (refusal !== undefined) return refusal;
  const extended = new Map<string, Statistic>();
  for (const name of input.ExtendedStatistics ?? []) {
    const statistic = parseStatistic(name);
    if (statistic === undefined || typeof statistic === 'string') {
      return refuse(
        'InvalidParameterValue',
        `The value ${name} for parameter ExtendedStatistics is not supported.`,
      );
    }
    extended.set(name, statistic);
  }
  if (plain.length === 0 && extended.size === 0) {
    return refuse('InvalidParameterCombination', 'Must specify either Statistics or ExtendedStatistics.');
  }
  const count = Math.ceil((until - from) / (period * 1000));
  if (count > MAXIMUM_POINTS) {
    return refuse(
      'InvalidParameterCombination',
      `You have requested up to ${count.toLocaleString('en-US')} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  const points = call.metrics.read(identifyMetric(call, input), from, until, period);
  return succeed({
    Label: input.MetricName,
    Datapoints: points
      .filter(({ unit }) => input.Unit === undefined || unit === input.Unit)
      .map((point) => ({
        Timestamp: point.start,
        ...readPlain(point, plain as readonly PlainStatistic[]),
        Unit: point.unit,
        ...(extended.size === 0 ? {} : { ExtendedStatistics: readExtended(point, extended) }),
      })),
  });
};

function readPlain(
  point: MetricPoint,
  names: readonly PlainStatistic[],
): Partial<Record<PlainStatistic, number>> {
  return Object.fromEntries(names.map((name) => [name, readStatistic(point, name)]));
}

function readExtended(
  point: MetricPoint,
  statistics: ReadonlyMap<string, Statistic>,
): Record<string, number> {
  return Object.fromEntries(
    [...statistics].flatMap(([name, statistic]) => {
      const value = readStatistic(point, statistic);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
