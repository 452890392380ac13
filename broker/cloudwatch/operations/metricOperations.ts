import {
  fraction,
  list,
  map,
  oneOf,
  optional,
  required,
  structure,
  text,
  time,
  whole,
} from '../../calls/shapes/shape.ts';
import type { OperationDeclaration } from './declaration.ts';
import {
  dimensions,
  message,
  metricDataQueries,
  metricName,
  metrics,
  namespace,
  scanBy,
  statistic,
  token,
  unit,
} from './shapes.ts';

export const METRIC_OPERATIONS = {
  GetMetricData: {
    input: structure({
      MetricDataQueries: required(metricDataQueries),
      StartTime: required(time),
      EndTime: required(time),
      NextToken: optional(token),
      ScanBy: optional(scanBy),
      MaxDatapoints: optional(whole()),
      LabelOptions: optional(structure({ Timezone: optional(text(0, 50)) })),
    }),
    output: structure({
      MetricDataResults: required(
        list(
          structure({
            Id: required(text()),
            Label: required(text()),
            Timestamps: required(list(time)),
            Values: required(list(fraction)),
            StatusCode: required(text()),
            Messages: optional(list(message)),
          }),
        ),
      ),
      NextToken: optional(text()),
      Messages: required(list(message)),
    }),
  },
  GetMetricStatistics: {
    input: structure({
      Namespace: required(namespace),
      MetricName: required(metricName),
      Dimensions: optional(dimensions),
      StartTime: required(time),
      EndTime: required(time),
      Period: required(whole(1)),
      Statistics: optional(list(statistic, 1, 5)),
      ExtendedStatistics: optional(list(text(), 1, 10)),
      Unit: optional(unit),
    }),
    output: structure({
      Label: required(text()),
      Datapoints: required(
        list(
          structure({
            Timestamp: required(time),
            SampleCount: optional(fraction),
            Average: optional(fraction),
            Sum: optional(fraction),
            Minimum: optional(fraction),
            Maximum: optional(fraction),
            Unit: required(text()),
            ExtendedStatistics: optional(map(fraction)),
          }),
        ),
      ),
    }),
  },
  ListMetrics: {
    input: structure({
      Namespace: optional(namespace),
      MetricName: optional(metricName),
      Dimensions: optional(
        list(structure({ Name: required(text(1, 255)), Value: optional(text(1, 1024)) }), 0, 10),
      ),
      NextToken: optional(token),
      RecentlyActive: optional(oneOf('PT3H')),
    }),
    output: structure({ Metrics: required(metrics), NextToken: optional(text()) }),
  },
  PutMetricData: {
    input: structure({
      Namespace: required(namespace),
      MetricData: optional(
        list(
          structure({
            MetricName: required(metricName),
            Dimensions: optional(dimensions),
            Timestamp: optional(time),
            Value: optional(fraction),
            Values: optional(list(fraction)),
            Counts: optional(list(fraction)),
            StatisticValues: optional(
              structure({
                SampleCount: required(fraction),
                Sum: required(fraction),
                Minimum: required(fraction),
                Maximum: required(fraction),
              }),
            ),
            Unit: optional(unit),
            StorageResolution: optional(whole(1)),
          }),
        ),
      ),
    }),
  },
} satisfies Readonly<Record<string, OperationDeclaration>>;
