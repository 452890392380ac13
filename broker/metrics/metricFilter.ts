import type { MetricFilter, MetricIdentity } from './metricReader.ts';

export function matchesFilter(identity: MetricIdentity, filter: MetricFilter): boolean {
  const { region, account, namespace, metricName, dimensions = [] } = filter;
  return (
    identity.region === region &&
    identity.account === account &&
    (namespace === undefined || namespace === identity.namespace) &&
    (metricName === undefined || metricName === identity.metricName) &&
    dimensions.every((wanted) =>
      identity.dimensions.some(
        ({ name, value }) => name === wanted.name && (wanted.value === undefined || value === wanted.value),
      ),
    )
  );
}
