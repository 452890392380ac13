import type { QueryResult } from '../../metrics/evaluateQueries.ts';
import { countPeriods, countPointsRead, evaluateRange } from '../../metrics/evaluateRange.ts';
import { checkQueries } from '../../metrics/queries.ts';
import type { METRIC_OPERATIONS } from '../operations/metricOperations.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { ValueOf } from '../../calls/shapes/shape.ts';
import { type HandlersOf, succeed } from './action.ts';
import { labelQueries } from './labels.ts';
import { readPageToken, writePageToken } from '../../calls/pageToken.ts';
import { refuseToken } from './paging.ts';
import { refuseRange } from './times.ts';

type Input = ValueOf<(typeof METRIC_OPERATIONS)['GetMetricData']['input']>;

const MAXIMUM_QUERIES = 500;
const MAXIMUM_POINTS = 100_800;
/** Over all queries: to go through more would hold up all other calls. */
const MAXIMUM_PERIODS = 1_000_000;
/** The same for what is read: 60 metrics over 15 days. */
const MAXIMUM_POINTS_READ = 1_300_000;

export const getMetricData: HandlersOf<typeof METRIC_OPERATIONS>['GetMetricData'] = (call, input) => {
  const { MetricDataQueries: given, StartTime: from, EndTime: until } = input;
  const start = readPageToken(input.NextToken);
  if (start === undefined) return refuseToken();
  const refusal = refuseRange(from, until) ?? refuseSize(input);
  if (refusal !== undefined) return refusal;
  const queries = checkQueries(call, given, 'MetricDataQueries');
  if (!queries.ok) return queries;
  const range = { from, until };
  if (countPeriods(queries.value, range) > MAXIMUM_PERIODS) {
    return refuse(
      'InvalidParameterCombination',
      `The queries have more than ${MAXIMUM_PERIODS.toLocaleString('en-US')} periods in all: use longer periods, or a shorter time.`,
    );
  }
  if (countPointsRead(queries.value, range) > MAXIMUM_POINTS_READ) {
    return refuse(
      'InvalidParameterCombination',
      `The queries read more than ${MAXIMUM_POINTS_READ.toLocaleString('en-US')} minutes or seconds in all: use a shorter time, or fewer queries.`,
    );
  }
  const evaluated = evaluateRange(queries.value, call.metrics, range);
  if (!evaluated.ok) return evaluated;
  const labels = labelQueries(given);
  const rows = evaluated.value
    .filter(({ query }) => query.isReturned)
    .flatMap((result) => describeResult(result, labels.get(result.query.id) ?? '', input.ScanBy));
  return succeed({ Messages: [], ...takePoints(rows, start, input.MaxDatapoints ?? MAXIMUM_POINTS) });
};

function refuseSize({
  MetricDataQueries: queries,
  MaxDatapoints: maximum = MAXIMUM_POINTS,
}: Input): Refusal | undefined {
  if (queries.length === 0) {
    return refuse('MissingParameter', 'The parameter MetricDataQueries is required.');
  }
  if (queries.length > MAXIMUM_QUERIES) {
    return refuse(
      'InvalidParameterValue',
      `The collection MetricDataQueries must not have a size greater than ${MAXIMUM_QUERIES}.`,
    );
  }
  return maximum >= 1 && maximum <= MAXIMUM_POINTS
    ? undefined
    : refuse(
        'InvalidParameterValue',
        `The value ${maximum} for parameter MaxDatapoints is invalid: it must be from 1 to 100,800.`,
      );
}

interface Row {
  readonly Id: string;
  readonly Label: string;
  readonly points: readonly (readonly [at: number, value: number])[];
  readonly Messages?: readonly { readonly Code: string; readonly Value: string }[];
}

/** An expression may give several results of one ID. */
function describeResult(
  { query, series, units }: QueryResult,
  label: string,
  scanBy: string | undefined,
): readonly Row[] {
  return series.map((values) => {
    const points = [...values].toSorted(([one], [other]) => one - other);
    if (scanBy !== 'TimestampAscending') points.reverse();
    const row = { Id: query.id, Label: label, points };
    if (units.length < 2) return row;
    const text = `Multiple units returned: '[${units.join(', ')}]'`;
    return { ...row, Messages: [{ Code: 'MultipleUnits', Value: text }] };
  });
}

/** So many points of all results, in the order of the results, from the position that a token names. */
function takePoints(rows: readonly Row[], start: number, maximum: number) {
  let position = 0;
  let left = maximum;
  const results = rows.map(({ points, ...row }) => {
    const skipped = Math.min(points.length, Math.max(0, start - position));
    const taken = points.slice(skipped, skipped + left);
    position += points.length;
    left -= taken.length;
    return {
      ...row,
      Timestamps: taken.map(([at]) => at * 1000),
      Values: taken.map(([, value]) => value),
      StatusCode: skipped + taken.length < points.length ? 'PartialData' : 'Complete',
    };
  });
  const end = start + maximum;
  return end < position
    ? { MetricDataResults: results, NextToken: writePageToken(end) }
    : { MetricDataResults: results };
}
