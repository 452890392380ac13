import { evaluateQueries } from '../metrics/evaluateQueries.ts';
import {
  checkMetricStatistic,
  checkQueries,
  type MetricPlace,
  type MetricQuery,
} from '../metrics/queries.ts';
import { type MetricRefusal, refuseMetric } from '../metrics/refusal.ts';
import { parseStatistic } from '../metrics/statistic.ts';
import { type AlarmRule, COMPARISONS, MISSING_DATA } from './evaluate.ts';
import { ACTION_MEMBERS, type AlarmSettings, MAXIMUM_ACTIONS } from './settings.ts';

/** An alarm that can be evaluated. */
export interface CheckedAlarm {
  readonly ok: true;
  readonly rule: AlarmRule;
  /** s. */
  readonly periodSeconds: number;
  readonly queries: readonly MetricQuery[];
  /** The query whose values are compared. */
  readonly returned: MetricQuery;
}

const MAXIMUM_METRICS = 10;
const DAY_SECONDS = 86_400;
const MINUTE_SECONDS = 60;
const SHORT_PERIODS: ReadonlySet<number> = new Set([10, 20, 30]);
const NO_METRICS_BESIDE = [
  'MetricName',
  'Namespace',
  'Dimensions',
  'Period',
  'Unit',
  'Statistic',
  'ExtendedStatistic',
] as const;
const ARN = /^arn:[\w-]+:[\w-]+:[\w-]*:\w*:.+/;

/** Checks what PutMetricAlarm or a file asks for (docs/cloudwatch.md). */
export function checkAlarm(place: MetricPlace, settings: AlarmSettings): CheckedAlarm | MetricRefusal {
  const refusal = refuseActions(settings);
  if (refusal !== undefined) return refusal;
  const source =
    settings.Metrics === undefined ? checkMetric(place, settings) : checkMetrics(place, settings);
  if (!source.ok) return source;
  const rule = checkRule(settings, source.periodSeconds);
  return 'ok' in rule ? rule : { ...source, rule };
}

type Source = Omit<CheckedAlarm, 'rule'>;

/** An alarm on one metric. */
function checkMetric(place: MetricPlace, settings: AlarmSettings): Source | MetricRefusal {
  const { MetricName: name, Namespace: namespace, Period: period, Statistic, ExtendedStatistic } = settings;
  if (name === undefined) return missing('MetricName');
  if (namespace === undefined) return missing('Namespace');
  if (period === undefined) return missing('Period');
  if (Statistic !== undefined && ExtendedStatistic !== undefined) {
    return refuseMetric(
      'InvalidParameterCombination',
      'Statistic and ExtendedStatistic are mutually exclusive and you have specified both.',
      'ExtendedStatistic',
    );
  }
  const Stat = Statistic ?? ExtendedStatistic;
  if (Stat === undefined) {
    return refuseMetric(
      'MissingParameter',
      'Must specify either Statistic or ExtendedStatistic.',
      'Statistic',
    );
  }
  const member = Statistic === undefined ? 'ExtendedStatistic' : 'Statistic';
  const statistic = parseStatistic(Stat);
  if (statistic === undefined || (typeof statistic === 'string') !== (member === 'Statistic')) {
    return unsupported(Stat, member);
  }
  if (!isAlarmPeriod(period)) return refuseAlarmPeriod(period, 'Period');
  const metric = checkMetricStatistic(place, { ...settings, Stat, Period: period });
  if ('ok' in metric) return metric;
  const query = { id: 'metric', metric, expression: undefined, periodSeconds: period, isReturned: true };
  return { ok: true, periodSeconds: period, queries: [query], returned: query };
}

/** An alarm on an expression. */
function checkMetrics(place: MetricPlace, settings: AlarmSettings): Source | MetricRefusal {
  const { Metrics: given = [] } = settings;
  const beside = NO_METRICS_BESIDE.find((member) => {
    const value = settings[member];
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  });
  if (beside !== undefined) {
    return refuseMetric(
      'InvalidParameterCombination',
      `${beside} must not be specified beside Metrics.`,
      beside,
    );
  }
  if (given.length === 0) return missing('Metrics');
  if (given.length > MAXIMUM_METRICS) {
    return invalid(`The collection Metrics must not have a size greater than ${MAXIMUM_METRICS}.`, 'Metrics');
  }
  const checked = checkQueries(place, given, 'Metrics');
  if (!checked.ok) return checked;
  const queries = checked.value;
  const [returned, another] = queries.filter(({ isReturned }) => isReturned);
  if (returned === undefined || another !== undefined) {
    return refuseMetric(
      'ValidationError',
      'Exactly one element of the metrics list should return data.',
      'Metrics',
    );
  }
  const { periodSeconds } = returned;
  if (queries.some((query) => query.periodSeconds !== periodSeconds)) {
    return refuseMetric(
      'ValidationError',
      'All elements of the metrics list must have the same period.',
      'Metrics',
    );
  }
  if (!isAlarmPeriod(periodSeconds)) return refuseAlarmPeriod(periodSeconds, 'Metrics');
  // Without any data, only what has no meaning fails.
  const tried = evaluateQueries(queries, { readPoints: () => [], listTimes: () => [] });
  if (!tried.ok) return { ...tried, member: 'Metrics' };
  const results = tried.value.find(({ query }) => query === returned)?.series.length ?? 0;
  if (results !== 1) {
    return refuseMetric(
      'ValidationError',
      'The returned expression must be a single time series.',
      'Metrics',
    );
  }
  return { ok: true, periodSeconds, queries, returned };
}

function checkRule(settings: AlarmSettings, periodSeconds: number): AlarmRule | MetricRefusal {
  const {
    ComparisonOperator,
    EvaluationPeriods: evaluationPeriods,
    DatapointsToAlarm: datapointsToAlarm = evaluationPeriods,
    Threshold: threshold,
    TreatMissingData = 'missing',
  } = settings;
  if (evaluationPeriods === undefined || datapointsToAlarm === undefined) return missing('EvaluationPeriods');
  if (ComparisonOperator === undefined) return missing('ComparisonOperator');
  if (threshold === undefined) return missing('Threshold');
  const comparison = COMPARISONS.find((name) => name === ComparisonOperator);
  if (comparison === undefined) return unsupported(ComparisonOperator, 'ComparisonOperator');
  const missingData = MISSING_DATA.find((name) => name === TreatMissingData);
  if (missingData === undefined) return unsupported(TreatMissingData, 'TreatMissingData');
  if (!Number.isInteger(evaluationPeriods) || evaluationPeriods < 1) {
    return invalid('EvaluationPeriods must be a whole number from 1.', 'EvaluationPeriods');
  }
  if (
    !Number.isInteger(datapointsToAlarm) ||
    datapointsToAlarm < 1 ||
    datapointsToAlarm > evaluationPeriods
  ) {
    return refuseMetric(
      'ValidationError',
      'DatapointsToAlarm must be a whole number from 1 to EvaluationPeriods.',
      'DatapointsToAlarm',
    );
  }
  if (evaluationPeriods * periodSeconds > DAY_SECONDS) {
    return refuseMetric(
      'ValidationError',
      `Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= ${DAY_SECONDS}).`,
      'EvaluationPeriods',
    );
  }
  return { comparison, threshold, evaluationPeriods, datapointsToAlarm, missingData };
}

function refuseActions(settings: AlarmSettings): MetricRefusal | undefined {
  for (const member of Object.values(ACTION_MEMBERS)) {
    const actions = settings[member] ?? [];
    if (actions.length > MAXIMUM_ACTIONS) {
      return invalid(
        `The collection ${member} must not have a size greater than ${MAXIMUM_ACTIONS}.`,
        member,
      );
    }
    const bad = actions.find((action) => !ARN.test(action));
    if (bad !== undefined) return refuseMetric('ValidationError', `Invalid arn syntax: ${bad}`, member);
  }
  return undefined;
}

function isAlarmPeriod(seconds: number): boolean {
  return SHORT_PERIODS.has(seconds) || (seconds > 0 && seconds % MINUTE_SECONDS === 0);
}

function refuseAlarmPeriod(seconds: number, member: string): MetricRefusal {
  return invalid(
    `The value ${seconds} for parameter Period is invalid: the period of an alarm must be 10, 20, 30, or a multiple of 60.`,
    member,
  );
}

function unsupported(value: string, member: string): MetricRefusal {
  return invalid(`The value ${value} for parameter ${member} is not supported.`, member);
}

function missing(member: string): MetricRefusal {
  return refuseMetric('MissingParameter', `The parameter ${member} is required.`, member);
}

function invalid(message: string, member: string): MetricRefusal {
  return refuseMetric('InvalidParameterValue', message, member);
}
