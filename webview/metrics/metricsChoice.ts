import {
  METRIC_ROWS,
  METRIC_STATISTICS,
  type MetricRow,
  type MetricStatisticName,
  type MetricUnit,
} from '../../broker/protocol/metricTable.ts';

/** What is chosen in the panel; the page keeps it over hiding and reloading. */
export interface MetricsChoice {
  readonly queueArns: readonly string[];
  readonly metricNames: readonly string[];
  /** `usual`: of each metric the one that says something about it. */
  readonly statistic: MetricStatisticName | 'usual';
  readonly periodSeconds: number;
  readonly rangeSeconds: number;
}

export const PERIODS_SECONDS: readonly number[] = [1, 10, 60, 300, 3_600];
/** How far back the chart goes. */
export const RANGES_SECONDS: readonly number[] = [900, 3_600, 10_800, 43_200, 86_400, 1_296_000];
/** Points of a line: more can't be told apart, and of all lines together one answer takes 100,800. */
export const MAXIMUM_POINTS = 5_000;
export const MAXIMUM_LINES = 20;
/** Points of less than a minute are kept for this long. */
const SECONDS_KEPT_SECONDS = 10_800;
/** One on each side of the chart. */
const MAXIMUM_UNITS = 2;

export const FIRST_CHOICE: MetricsChoice = {
  queueArns: [],
  metricNames: ['ApproximateNumberOfMessagesVisible', 'ApproximateNumberOfMessagesNotVisible'],
  statistic: 'usual',
  periodSeconds: 60,
  rangeSeconds: 3_600,
};

/** Reads what the page kept; what does not fit is as at first. */
export function restoreChoice(saved: unknown): MetricsChoice {
  const state = Object(saved) as Readonly<Record<string, unknown>>;
  const { statistic, periodSeconds, rangeSeconds, queueArns, metricNames } = state;
  const listed = (value: unknown): readonly string[] | undefined =>
    Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : undefined;
  const range = RANGES_SECONDS.find((each) => each === rangeSeconds) ?? FIRST_CHOICE.rangeSeconds;
  return {
    queueArns: listed(queueArns) ?? FIRST_CHOICE.queueArns,
    metricNames:
      listed(metricNames)?.filter((name) => findMetric(name) !== undefined) ?? FIRST_CHOICE.metricNames,
    statistic: METRIC_STATISTICS.find((each) => each === statistic) ?? 'usual',
    rangeSeconds: range,
    periodSeconds: fitPeriod(
      PERIODS_SECONDS.find((each) => each === periodSeconds) ?? FIRST_CHOICE.periodSeconds,
      range,
    ),
  };
}

export function findMetric(name: string): MetricRow | undefined {
  return METRIC_ROWS.find((row) => row.name === name);
}

/** The periods of which a range has points, and not too many. */
export function listPeriods(rangeSeconds: number): readonly number[] {
  return PERIODS_SECONDS.filter(
    (period) =>
      period < rangeSeconds &&
      rangeSeconds / period <= MAXIMUM_POINTS &&
      (period >= 60 || rangeSeconds <= SECONDS_KEPT_SECONDS),
  );
}

/** The period that was chosen, or the next one that the range allows. */
export function fitPeriod(periodSeconds: number, rangeSeconds: number): number {
  const periods = listPeriods(rangeSeconds);
  return periods.find((each) => each >= periodSeconds) ?? periods.at(-1) ?? periodSeconds;
}

/** A line of the chart. */
export interface ChosenLine {
  readonly queueArn: string;
  readonly metric: MetricRow;
  readonly statistic: MetricStatisticName;
  /** Of its values: numbers of samples are counts. */
  readonly unit: MetricUnit;
}

/** The lines of a choice: a queue after the other, each with its metrics in the order of the form. */
export function listLines({ queueArns, metricNames, statistic }: MetricsChoice): readonly ChosenLine[] {
  const metrics = METRIC_ROWS.filter(({ name }) => metricNames.includes(name));
  const lines = queueArns.flatMap((queueArn) =>
    metrics
      .filter((metric) => hasMetric(queueArn, metric))
      .map((metric) => lineOf(queueArn, metric, statistic)),
  );
  return lines.slice(0, MAXIMUM_LINES);
}

function lineOf(queueArn: string, metric: MetricRow, chosen: MetricsChoice['statistic']): ChosenLine {
  const statistic = chosen === 'usual' ? metric.usual : chosen;
  return { queueArn, metric, statistic, unit: unitOf(metric, chosen) };
}

function unitOf(metric: MetricRow, statistic: MetricsChoice['statistic']): MetricUnit {
  return statistic === 'SampleCount' ? 'Count' : metric.unit;
}

/** Whether a queue can have a metric, by what its name tells. */
export function hasMetric(queueArn: string, { of }: MetricRow): boolean {
  return of === undefined || (of === 'fifo') === queueArn.endsWith('.fifo');
}

/** The units of a choice, the left axis first; two at most. */
export function listUnits({
  metricNames,
  statistic,
}: Pick<MetricsChoice, 'metricNames' | 'statistic'>): readonly MetricUnit[] {
  const metrics = METRIC_ROWS.filter(({ name }) => metricNames.includes(name));
  return [...new Set(metrics.map((metric) => unitOf(metric, statistic)))];
}

/** Why a metric can't be added; undefined: it can. */
export function findHindrance(choice: MetricsChoice, metric: MetricRow): 'units' | 'lines' | undefined {
  const next = { ...choice, metricNames: [...choice.metricNames, metric.name] };
  if (listUnits(next).length > MAXIMUM_UNITS) return 'units';
  return countLines(next) > MAXIMUM_LINES ? 'lines' : undefined;
}

/** Also those beyond the maximum. */
export function countLines({
  queueArns,
  metricNames,
}: Pick<MetricsChoice, 'queueArns' | 'metricNames'>): number {
  const metrics = METRIC_ROWS.filter(({ name }) => metricNames.includes(name));
  return queueArns.reduce(
    (sum, queueArn) => sum + metrics.filter((metric) => hasMetric(queueArn, metric)).length,
    0,
  );
}

/** The metrics that stay chosen when another statistic makes units of them that have no axis. */
export function keepUnits(choice: MetricsChoice): MetricsChoice {
  const kept = listUnits(choice).slice(0, MAXIMUM_UNITS);
  const metricNames = choice.metricNames.filter((name) => {
    const metric = findMetric(name);
    return metric !== undefined && kept.includes(unitOf(metric, choice.statistic));
  });
  return metricNames.length === choice.metricNames.length ? choice : { ...choice, metricNames };
}
