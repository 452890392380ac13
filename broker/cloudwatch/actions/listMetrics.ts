import type { METRIC_OPERATIONS } from '../operations/metricOperations.ts';
import { type HandlersOf, succeed } from './action.ts';
import { takePage } from './paging.ts';

const PAGE_SIZE = 500;
const RECENT_MS = 3 * 3_600_000;

export const listMetrics: HandlersOf<typeof METRIC_OPERATIONS>['ListMetrics'] = (call, input) => {
  const { region, account, now } = call;
  const recentFrom = input.RecentlyActive === undefined ? -Infinity : now - RECENT_MS;
  const listed = call.metrics.list({
    region,
    account,
    namespace: input.Namespace,
    metricName: input.MetricName,
    dimensions: input.Dimensions?.map(({ Name: name, Value: value }) => ({ name, value })),
  });
  const metrics = [...listed]
    .filter(({ newestAt }) => newestAt >= recentFrom)
    .map(({ namespace, metricName, dimensions }) => ({
      Namespace: namespace,
      MetricName: metricName,
      Dimensions: dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
    }));
  // In an order of its own, so that pages neither overlap nor leave out what stays.
  const keys = new Map(metrics.map((metric) => [metric, JSON.stringify(metric)]));
  const keyOf = (metric: (typeof metrics)[number]): string => keys.get(metric) ?? '';
  metrics.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const page = takePage(metrics, input.NextToken, PAGE_SIZE);
  return page.ok ? succeed({ Metrics: page.value.items, NextToken: page.value.nextToken }) : page;
};
