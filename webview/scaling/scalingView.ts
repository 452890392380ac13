import type { MetricsWatch } from '../metricsProtocol.ts';
import { LINE_KEYS, type LineKey, METRICS } from './scalingLines.ts';

/** What is chosen in the panel; the page keeps it over hiding and reloading. */
export interface ScalingView {
  /** Absent: none was chosen yet. */
  readonly poolName?: string;
  readonly rangeSeconds: number;
  readonly hidden: readonly LineKey[];
}

/** How far back the chart goes, and how long the periods of its points are: as short as they are kept, and as can be seen. */
const RANGES: ReadonlyMap<number, number> = new Map([
  [300, 1],
  [900, 1],
  [3_600, 10],
  [10_800, 10],
  [43_200, 60],
  [86_400, 60],
]);

export const RANGES_SECONDS: readonly number[] = [...RANGES.keys()];

export const FIRST_VIEW: ScalingView = { rangeSeconds: 900, hidden: ['inService'] };

/** Reads what the page kept; what does not fit is as at first. */
export function restoreView(saved: unknown): ScalingView {
  const { poolName, rangeSeconds, hidden } = Object(saved) as Readonly<Record<string, unknown>>;
  return {
    ...(typeof poolName === 'string' ? { poolName } : {}),
    rangeSeconds: RANGES_SECONDS.find((each) => each === rangeSeconds) ?? FIRST_VIEW.rangeSeconds,
    hidden: Array.isArray(hidden) ? LINE_KEYS.filter((key) => hidden.includes(key)) : FIRST_VIEW.hidden,
  };
}

/** What is read of the queue of a pool. */
export function makeWatch(queueArn: string, rangeSeconds: number): MetricsWatch {
  return {
    queueArns: [queueArn],
    lines: METRICS.map((metricName) => ({ queueArn, metricName, statistic: 'Maximum' })),
    periodSeconds: RANGES.get(rangeSeconds) ?? 60,
    rangeSeconds,
  };
}
