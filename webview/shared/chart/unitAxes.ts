import type { MetricUnit } from '../../../broker/protocol/metricTable.ts';
import { formatBytes, formatCount, formatDecimal } from '../byteFormat.ts';
import { BYTE_INCREMENTS, DURATION_INCREMENTS, RATE_INCREMENTS } from '../plotIncrements.ts';
import { formatDuration, formatDurationTicks } from '../timeFormat.ts';

/** How the values of a unit are written. */
interface UnitAxis {
  readonly increments: readonly number[];
  readonly format: (value: number) => string;
  readonly formatTicks: (values: readonly number[]) => readonly string[];
}

const formatNumber = (value: number): string =>
  Number.isInteger(value) ? formatCount(value) : formatDecimal(value, 2);

export const UNIT_AXES: Readonly<Record<MetricUnit, UnitAxis>> = {
  Count: {
    increments: RATE_INCREMENTS,
    format: formatNumber,
    formatTicks: (values) => values.map(formatNumber),
  },
  Seconds: {
    increments: DURATION_INCREMENTS.filter((ms) => ms >= 1_000).map((ms) => ms / 1_000),
    format: (seconds) => (seconds === 0 ? '0 s' : formatDuration(seconds * 1_000)),
    formatTicks: (values) => formatDurationTicks(values.map((seconds) => seconds * 1_000)),
  },
  Bytes: {
    increments: BYTE_INCREMENTS,
    format: formatBytes,
    formatTicks: (values) => values.map(formatBytes),
  },
};
