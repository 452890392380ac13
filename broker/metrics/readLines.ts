import type { MetricLine, MetricLines, ReadMetricsParams } from '../protocol/metrics.ts';
import { countPeriods, evaluateRange, listTimes } from './evaluateRange.ts';
import type { MetricReader } from './metricReader.ts';
import { checkMetricStatistic, type MetricQuery } from './queries.ts';
import { QUEUE_DIMENSION, QUEUE_NAMESPACE } from './queueMetrics.ts';
import { type MetricRefusal, refuseMetric } from './refusal.ts';

/** As many as one answer of GetMetricData may have. */
const MAXIMUM_VALUES = 100_800;

/** Reads metrics of queues for the editor, by what GetMetricData is answered with. */
export function readLines(
  metrics: MetricReader,
  { lines: wanted, periodSeconds, from, until }: ReadMetricsParams,
): { readonly ok: true; readonly value: MetricLines } | MetricRefusal {
  const range = { from, until };
  if (from >= until) return refuseMetric('InvalidParameterValue', 'The time must begin before it ends.');
  const queries: MetricQuery[] = [];
  for (const [index, line] of wanted.entries()) {
    const query = queryOf(`line${index}`, line, periodSeconds);
    if ('ok' in query) return query;
    queries.push(query);
  }
  if (countPeriods(queries, range) > MAXIMUM_VALUES) {
    return refuseMetric(
      'InvalidParameterValue',
      `These are more than ${MAXIMUM_VALUES.toLocaleString('en-US')} values: use a longer period, a shorter time, or fewer metrics.`,
    );
  }
  const evaluated = evaluateRange(queries, metrics, range);
  if (!evaluated.ok) return evaluated;
  const times = listTimes(range, periodSeconds);
  const lines = evaluated.value.map(({ series, units }, index): MetricLine => {
    const { queueArn, metricName, statistic } = wanted[index] as (typeof wanted)[number];
    const [values] = series;
    const [unit] = units;
    return {
      queueArn,
      metricName,
      statistic,
      ...(unit === undefined ? {} : { unit }),
      values: times.map((at) => values?.get(at) ?? null),
    };
  });
  return { ok: true, value: { start: (times[0] ?? 0) * 1000, periodSeconds, lines } };
}

function queryOf(
  id: string,
  { queueArn, metricName, statistic }: ReadMetricsParams['lines'][number],
  periodSeconds: number,
): MetricQuery | MetricRefusal {
  const [, , , region = '', account = '', queueName = ''] = queueArn.split(':');
  const metric = checkMetricStatistic(
    { region, account },
    {
      Namespace: QUEUE_NAMESPACE,
      MetricName: metricName,
      Dimensions: [{ Name: QUEUE_DIMENSION, Value: queueName }],
      Stat: statistic,
      Period: periodSeconds,
    },
  );
  return 'ok' in metric ? metric : { id, metric, expression: undefined, periodSeconds, isReturned: true };
}
