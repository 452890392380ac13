import type { Alarm } from './alarm.ts';
import { type AlarmRule, type AlarmState, breaches, type Comparison } from './evaluate.ts';

/** A period that was looked at; without a value where there was no point. */
export interface EvaluatedPoint {
  /** When it began, epoch ms. */
  readonly at: number;
  readonly value: number | undefined;
  readonly sampleCount: number | undefined;
}

type RealPoint = EvaluatedPoint & { readonly value: number };

const VERBS: Readonly<Record<Comparison, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};
const TREATED = {
  breaching: 'Breaching',
  notBreaching: 'NonBreaching',
  ignore: 'Ignore',
  missing: 'Missing',
};

/** Why an alarm is in a state, in the service's words (docs/cloudwatch.md). */
export function describeReason(
  rule: AlarmRule,
  points: readonly EvaluatedPoint[],
  state: AlarmState,
): string {
  const { evaluationPeriods, datapointsToAlarm, missingData } = rule;
  const evaluated = pickEvaluated(rule, points);
  const absent = evaluationPeriods - evaluated.length;
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${countOf(Math.max(1, absent), 'datapoint')} ${absent > 1 ? 'were' : 'was'} unknown.`;
  }
  const isFilled = missingData === 'breaching' || missingData === 'notBreaching';
  const treated = `${countOf(absent, 'missing datapoint')} ${absent === 1 ? 'was' : 'were'} treated as [${TREATED[missingData]}]`;
  if (evaluated.length === 0) {
    return `Threshold Crossed: no datapoints were received for ${countOf(evaluationPeriods, 'period')} and ${treated}.`;
  }
  const isAlarm = state === 'ALARM';
  const shown = evaluated.filter(({ value }) => breaches(rule, value) === isAlarm);
  // An alarm may be one only by the periods that were filled in.
  const listed = shown.length === 0 ? evaluated : shown;
  const verb = `${shown.length === 0 || isAlarm ? '' : 'not '}${VERBS[rule.comparison]}`;
  const values = listed.map(({ value, at }) => `${formatNumber(value)} (${formatDate(at)})`).join(', ');
  const isPart = datapointsToAlarm < evaluationPeriods;
  const count = isPart
    ? `${listed.length} out of the last ${countOf(evaluationPeriods, 'datapoint')}`
    : countOf(listed.length, 'datapoint');
  const filled = isFilled && absent > 0 ? ` and ${treated}` : '';
  const least = isPart
    ? ` (minimum ${countOf(datapointsToAlarm, 'datapoint')} for ${isAlarm ? 'OK -> ALARM' : 'ALARM -> OK'} transition)`
    : '';
  return `Threshold Crossed: ${count} [${values}] ${listed.length === 1 ? 'was' : 'were'} ${verb} the threshold (${formatNumber(rule.threshold)})${filled}${least}.`;
}

/** The same as JSON, for programs. */
export function describeReasonData(
  { checked, settings }: Alarm,
  points: readonly EvaluatedPoint[],
  now: number,
): string {
  const { rule, periodSeconds } = checked;
  const evaluated = pickEvaluated(rule, points);
  const looked = evaluated.length === 0 ? points.slice(-rule.evaluationPeriods).toReversed() : evaluated;
  const statistic = settings.Statistic ?? settings.ExtendedStatistic;
  const oldest = evaluated.at(-1);
  return JSON.stringify({
    version: '1.0',
    queryDate: formatTime(now),
    ...(oldest === undefined ? {} : { startDate: formatTime(oldest.at) }),
    ...(settings.Unit === undefined ? {} : { unit: settings.Unit }),
    ...(statistic === undefined ? {} : { statistic }),
    period: periodSeconds,
    recentDatapoints: evaluated.map(({ value }) => value).toReversed(),
    threshold: rule.threshold,
    evaluatedDatapoints: looked.map(({ at, sampleCount, value }) => ({
      timestamp: formatTime(at),
      sampleCount,
      value,
    })),
  });
}

/** The newest periods with points, as many as are compared, the newest first. */
function pickEvaluated(
  { evaluationPeriods }: AlarmRule,
  points: readonly EvaluatedPoint[],
): readonly RealPoint[] {
  return points
    .filter((point): point is RealPoint => point.value !== undefined)
    .slice(-evaluationPeriods)
    .toReversed();
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** With one decimal at least. */
function formatNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : String(value);
}

/** `26/10/23 16:42:00`, UTC. */
function formatDate(at: number): string {
  const [, year = '', month = '', day = '', clock = ''] =
    /^\d\d(\d\d)-(\d\d)-(\d\d)T(.{8})/.exec(new Date(at).toISOString()) ?? [];
  return `${day}/${month}/${year} ${clock}`;
}

/** ISO 8601 as the service writes it: with a numeric zone. */
export function formatTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}
