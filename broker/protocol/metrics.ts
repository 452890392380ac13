import { NAME } from './commonShapes.ts';
import { METRIC_STATISTICS, type MetricStatisticName } from './metricTable.ts';
import { type ParamsOf, request, type } from './method.ts';
import { listOf, oneOf, shape, wholeNumber } from './shape.ts';

/** A statistic of a metric of one queue over time. */
export interface MetricLine {
  readonly queueArn: string;
  readonly metricName: string;
  readonly statistic: MetricStatisticName;
  /** Of the metric, such as `Count`; absent without a point. */
  readonly unit?: string;
  /** By period, the oldest first; null where it has no point, which is not a zero. */
  readonly values: readonly (number | null)[];
}

export interface MetricLines {
  /** When the first period began, epoch ms on the broker's clock. */
  readonly start: number;
  readonly periodSeconds: number;
  readonly lines: readonly MetricLine[];
}

const TIME = wholeNumber(0, 8_640_000_000_000_000);

/**
 * Reads statistics of metrics of queues: the values that GetMetricData answers for the same times. A point is of the period
 * that begins at its time; `from` is rounded down to a period, `until` is exclusive. Errors: InvalidParameterValue for a period
 * that is neither 1, 5, 10, 20 or 30 s nor a multiple of 60 s, if `from` is not before `until`, or for more than
 * 100,800 values in all.
 */
export const readMetrics = request('queueside/metrics/read', {
  params: shape({
    lines: listOf(shape({ queueArn: NAME, metricName: NAME, statistic: oneOf(METRIC_STATISTICS) }), 100),
    periodSeconds: wholeNumber(1, 86_400),
    /** Epoch ms on the broker's clock. */
    from: TIME,
    until: TIME,
  }),
  result: type<MetricLines>(),
  stores: 'nothing',
});

export type ReadMetricsParams = ParamsOf<typeof readMetrics>;
