import type { Expression } from './math/parse.ts';
import { parseExpression } from './math/parse.ts';
import { MathError } from './math/tokens.ts';
import type { MetricDimension, MetricIdentity } from './metricReader.ts';
import { isMetricPeriod } from './metricPeriod.ts';
import { type MetricRefusal, refuseMetric } from './refusal.ts';
import { parseStatistic, type Statistic } from './statistic.ts';
import { UNITS } from './unit.ts';

/** A dimension as the service spells it. */
export interface GivenDimension {
  readonly Name: string;
  readonly Value: string;
}

/** A metric as the service spells it. */
export interface GivenMetric {
  readonly Namespace?: string | undefined;
  readonly MetricName?: string | undefined;
  readonly Dimensions?: readonly GivenDimension[] | undefined;
}

/** One metric or expression of a request, or of an alarm, as the service spells it. */
export interface GivenQuery {
  readonly Id: string;
  readonly MetricStat?:
    | {
        readonly Metric: GivenMetric;
        readonly Period: number;
        readonly Stat: string;
        readonly Unit?: string | undefined;
      }
    | undefined;
  readonly Expression?: string | undefined;
  readonly Label?: string | undefined;
  readonly ReturnData?: boolean | undefined;
  readonly Period?: number | undefined;
  readonly AccountId?: string | undefined;
}

/** Whose metrics: those of one account in one region. */
export interface MetricPlace {
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
}

/** A statistic of one metric by period. */
export interface MetricStatistic {
  readonly identity: MetricIdentity;
  readonly statistic: Statistic;
  readonly periodSeconds: number;
  /** Undefined: the first unit by name that it has. */
  readonly unit: string | undefined;
}

/** A checked query: a statistic of a metric, or an expression. */
export interface MetricQuery {
  readonly id: string;
  readonly metric: MetricStatistic | undefined;
  readonly expression: Expression | undefined;
  /** Of an expression: what was given, else the longest period of the metrics beside it. */
  readonly periodSeconds: number;
  readonly isReturned: boolean;
}

const ID = /^[a-z]\w*$/;
const DEFAULT_PERIOD_SECONDS = 60;

export type CheckedQueries = { readonly ok: true; readonly value: readonly MetricQuery[] } | MetricRefusal;

/**
 * Checks the queries of a request or an alarm. Whether the names in expressions exist shows when they are evaluated.
 * @param path of the list in the request, such as `MetricDataQueries`
 */
export function checkQueries(place: MetricPlace, given: readonly GivenQuery[], path: string): CheckedQueries {
  const ids = new Set<string>();
  const periods = given.flatMap(({ MetricStat: stat }) => (stat === undefined ? [] : [stat.Period]));
  const longest = periods.length === 0 ? DEFAULT_PERIOD_SECONDS : Math.max(...periods);
  const queries: MetricQuery[] = [];
  for (const [index, query] of given.entries()) {
    const member = `${path}.member.${index + 1}`;
    if (!ID.test(query.Id)) {
      return invalid(
        `The value ${query.Id} for parameter ${member}.Id is invalid: it must start with a lower-case letter, and have only letters, digits and underscores.`,
        `${member}.Id`,
      );
    }
    if (ids.has(query.Id)) {
      return invalid(`The values for parameter Id in ${path} are not unique: ${query.Id}.`, `${member}.Id`);
    }
    ids.add(query.Id);
    const checked = checkQuery(place, query, member, longest);
    if ('ok' in checked) return checked;
    queries.push(checked);
  }
  return { ok: true, value: queries };
}

function checkQuery(
  place: MetricPlace,
  { Id: id, MetricStat: stat, Expression: text, ReturnData: isReturned = true, Period: period }: GivenQuery,
  member: string,
  longestPeriod: number,
): MetricQuery | MetricRefusal {
  if ((stat === undefined) === (text === undefined)) {
    return refuseMetric(
      'InvalidParameterCombination',
      `The query ${id} must have either MetricStat or Expression.`,
      member,
    );
  }
  if (stat !== undefined) {
    const metric = checkMetricStatistic(place, {
      ...stat.Metric,
      Stat: stat.Stat,
      Period: stat.Period,
      Unit: stat.Unit,
      path: `${member}.MetricStat.`,
    });
    return 'ok' in metric
      ? metric
      : { id, metric, expression: undefined, periodSeconds: stat.Period, isReturned };
  }
  if (period !== undefined && !isMetricPeriod(period)) return refusePeriod(period, `${member}.Period`);
  try {
    const expression = parseExpression(text ?? '');
    return { id, metric: undefined, expression, periodSeconds: period ?? longestPeriod, isReturned };
  } catch (error) {
    if (error instanceof MathError) return refuseExpression(id, error, `${member}.Expression`);
    throw error;
  }
}

/** Checks what a metric is read by. */
export function checkMetricStatistic(
  place: MetricPlace,
  given: GivenMetric & {
    readonly Stat: string;
    readonly Period: number;
    readonly Unit?: string | undefined;
    /** Before the names of members in messages, such as `Metrics.member.1.MetricStat.`. */
    readonly path?: string;
  },
): MetricStatistic | MetricRefusal {
  const { Stat: name, Period: periodSeconds, Unit: unit, path = '' } = given;
  if (given.MetricName === undefined) return missing(`${path === '' ? '' : `${path}Metric.`}MetricName`);
  if (given.Namespace === undefined) return missing(`${path === '' ? '' : `${path}Metric.`}Namespace`);
  const statistic = parseStatistic(name);
  if (statistic === undefined) {
    return invalid(`The value ${name} for parameter ${path}Stat is not supported.`, `${path}Stat`);
  }
  if (!isMetricPeriod(periodSeconds)) return refusePeriod(periodSeconds, `${path}Period`);
  if (unit !== undefined && !UNITS.includes(unit)) {
    return invalid(`The value ${unit} for parameter ${path}Unit is not supported.`, `${path}Unit`);
  }
  return { identity: identifyMetric(place, given), statistic, periodSeconds, unit };
}

/** The metric that a request names. */
export function identifyMetric(
  { region, account }: MetricPlace,
  { Namespace: namespace = '', MetricName: metricName = '', Dimensions: dimensions = [] }: GivenMetric,
): MetricIdentity {
  return { region, account, namespace, metricName, dimensions: sortDimensions(dimensions) };
}

/** By name, each name once: of equal ones the last counts. */
function sortDimensions(given: readonly GivenDimension[]): readonly MetricDimension[] {
  const byName = new Map(given.map(({ Name: name, Value: value }) => [name, value]));
  return [...byName]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
}

export function refusePeriod(seconds: number, member = 'Period'): MetricRefusal {
  return invalid(
    `The value ${seconds} for parameter ${member} is invalid: it must be 1, 5, 10, 20, 30, or a multiple of 60.`,
    member,
  );
}

export function refuseExpression(id: string, error: MathError, member: string | undefined): MetricRefusal {
  return refuseMetric('ValidationError', `Error in expression '${id}': ${error.message}`, member);
}

function missing(member: string): MetricRefusal {
  return refuseMetric('MissingParameter', `The parameter ${member} is required.`, member);
}

function invalid(message: string, member: string): MetricRefusal {
  return refuseMetric('InvalidParameterValue', message, member);
}
