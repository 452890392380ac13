import type { GivenQuery } from '../../metrics/queries.ts';

/**
 * The labels of results, by their IDs: what was given, else the name of the metric and what differs between the metrics of the
 * request (docs/cloudwatch.md). An expression without a label has its ID.
 */
export function labelQueries(queries: readonly GivenQuery[]): ReadonlyMap<string, string> {
  const stats = queries.flatMap(({ MetricStat: stat }) => (stat === undefined ? [] : [stat]));
  const differs = (values: readonly string[]): boolean => new Set(values).size > 1;
  const showsStat = differs(stats.map(({ Stat: stat }) => stat));
  const showsPeriod = differs(stats.map(({ Period: period }) => String(period)));
  const dimensionNames = [
    ...new Set(stats.flatMap(({ Metric: { Dimensions: all = [] } }) => all.map(({ Name: name }) => name))),
  ].filter((name) => differs(stats.map(({ Metric: metric }) => findDimension(metric, name))));
  return new Map(
    queries.map(({ Id: id, Label: label, MetricStat: stat }) => {
      if (label !== undefined && label !== '') return [id, label];
      if (stat === undefined) return [id, id];
      const parts = [
        stat.Metric.MetricName ?? '',
        ...(showsStat ? [stat.Stat] : []),
        ...(showsPeriod ? [String(stat.Period)] : []),
        ...dimensionNames.map((name) => findDimension(stat.Metric, name)),
      ];
      return [id, parts.filter((part) => part !== '').join(' ')];
    }),
  );
}

function findDimension(
  { Dimensions: all = [] }: NonNullable<GivenQuery['MetricStat']>['Metric'],
  wanted: string,
): string {
  return all.find(({ Name: name }) => name === wanted)?.Value ?? '';
}
