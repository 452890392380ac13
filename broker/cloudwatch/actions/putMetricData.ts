import { identifyMetric } from '../../metrics/queries.ts';
import type { MetricDatum } from '../../metrics/metricReader.ts';
import type { METRIC_OPERATIONS } from '../operations/metricOperations.ts';
import { type Outcome, type Refusal, refuse } from '../refusal.ts';
import type { ValueOf } from '../../calls/shapes/shape.ts';
import { type HandlersOf, succeed } from './action.ts';

type GivenDatum = NonNullable<
  ValueOf<(typeof METRIC_OPERATIONS)['PutMetricData']['input']>['MetricData']
>[number];

const MAXIMUM_DATA = 1000;
const MAXIMUM_VALUES = 150;
const TWO_WEEKS_MS = 14 * 86_400_000;
const TWO_HOURS_MS = 7_200_000;
/** Values are between this and its negative, as in the service: sums of them are still numbers. */
const MAXIMUM_MAGNITUDE = 2 ** 360;

export const putMetricData: HandlersOf<typeof METRIC_OPERATIONS>['PutMetricData'] = (call, input) => {
  const { Namespace: namespace, MetricData: data = [] } = input;
  if (namespace.startsWith('AWS/')) {
    return refuse('InvalidParameterValue', `The value ${namespace} for parameter Namespace is invalid.`);
  }
  if (data.length === 0) return refuse('MissingParameter', 'The parameter MetricData is required.');
  if (data.length > MAXIMUM_DATA) {
    return refuse(
      'InvalidParameterValue',
      `The collection MetricData must not have a size greater than ${MAXIMUM_DATA}.`,
    );
  }
  const checked: MetricDatum[] = [];
  for (const [index, datum] of data.entries()) {
    const result = checkDatum(datum, `MetricData.member.${index + 1}`, call.now);
    if (!result.ok) return result;
    checked.push(result.value);
  }
  for (const [index, datum] of checked.entries()) {
    const identity = identifyMetric(call, { ...data[index], Namespace: namespace });
    if (!call.metrics.put(identity, datum)) {
      return refuse(
        'LimitExceeded',
        'The broker keeps no more metrics: use fewer names and dimensions (see docs/limits.md).',
      );
    }
  }
  return succeed(undefined);
};

function checkDatum(given: GivenDatum, path: string, now: number): Outcome<MetricDatum> {
  const samples = readSamples(given, path);
  if (!samples.ok) return samples;
  const { Timestamp: at = now, Unit: unit = 'None', StorageResolution: resolution = 60 } = given;
  if (resolution !== 1 && resolution !== 60) return invalid(`${path}.StorageResolution`, resolution);
  if (at < now - TWO_WEEKS_MS || at > now + TWO_HOURS_MS) {
    return refuse(
      'InvalidParameterValue',
      `The parameter ${path}.Timestamp must specify a time no earlier than two weeks ago and no later than two hours from now.`,
    );
  }
  return succeed({ at, unit, resolutionSeconds: resolution, samples: samples.value });
}

function readSamples(given: GivenDatum, path: string): Outcome<MetricDatum['samples']> {
  const { Value: value, Values: values, Counts: counts, StatisticValues: statistics } = given;
  const forms = Object.entries({ Value: value, Values: values, StatisticValues: statistics });
  const present = forms.filter(([, form]) => form !== undefined).map(([name]) => `${path}.${name}`);
  if (present.length === 0) {
    return refuse(
      'MissingParameter',
      `At least one of the parameters ${forms.map(([name]) => `${path}.${name}`).join(', ')} must be specified.`,
    );
  }
  if (present.length > 1) {
    return refuse(
      'InvalidParameterCombination',
      `The parameters ${present.join(' and ')} are mutually exclusive and you have specified both.`,
    );
  }
  if (value !== undefined)
    return isInRange(value) ? succeed(new Map([[value, 1]])) : invalid(`${path}.Value`, value);
  if (statistics !== undefined) return readStatistics(statistics, path);
  return countValues(values ?? [], counts, path);
}

function readStatistics(
  {
    SampleCount: sampleCount,
    Sum: sum,
    Minimum: minimum,
    Maximum: maximum,
  }: NonNullable<GivenDatum['StatisticValues']>,
  path: string,
): Outcome<MetricDatum['samples']> {
  const members = { SampleCount: sampleCount, Sum: sum, Minimum: minimum, Maximum: maximum };
  for (const [name, value] of Object.entries(members)) {
    if (!isInRange(value)) return invalid(`${path}.StatisticValues.${name}`, value);
  }
  if (sampleCount <= 0) return invalid(`${path}.StatisticValues.SampleCount`, sampleCount);
  if (minimum > maximum) return invalid(`${path}.StatisticValues.Minimum`, minimum);
  return succeed({ sampleCount, sum, minimum, maximum });
}

function countValues(
  values: readonly number[],
  counts: readonly number[] | undefined,
  path: string,
): Outcome<MetricDatum['samples']> {
  if (values.length > MAXIMUM_VALUES) {
    return refuse(
      'InvalidParameterValue',
      `The collection ${path}.Values must not have a size greater than ${MAXIMUM_VALUES}.`,
    );
  }
  if (counts !== undefined && counts.length !== values.length) {
    return refuse(
      'InvalidParameterValue',
      `The parameters ${path}.Values and ${path}.Counts must be of the same size.`,
    );
  }
  const counted = new Map<number, number>();
  for (const [index, value] of values.entries()) {
    const count = counts?.[index] ?? 1;
    if (!isInRange(value)) return invalid(`${path}.Values.member.${index + 1}`, value);
    if (count <= 0 || !isInRange(count)) return invalid(`${path}.Counts.member.${index + 1}`, count);
    counted.set(value, (counted.get(value) ?? 0) + count);
  }
  return counted.size === 0
    ? refuse('MissingParameter', `The parameter ${path}.Values is required.`)
    : succeed(counted);
}

/** False for what is no number, too. */
function isInRange(value: number): boolean {
  return Math.abs(value) <= MAXIMUM_MAGNITUDE;
}

function invalid(parameter: string, value: number): Refusal {
  return refuse('InvalidParameterValue', `The value ${value} for parameter ${parameter} is invalid.`);
}
