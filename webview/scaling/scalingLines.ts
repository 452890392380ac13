import * as l10n from '@vscode/l10n';
import type { MetricUnit } from '../../broker/protocol/metricTable.ts';
import type { PoolCapacity } from '../../broker/protocol/pools.ts';
import type { LineLook } from '../shared/chart/lineLooks.ts';

/** The chart has a lane for each, one below the other, because their numbers are not alike. */
export const LANES = ['messages', 'age', 'processes'] as const;
export type LaneName = (typeof LANES)[number];

export const LANE_TITLES: Readonly<Record<LaneName, string>> = {
  messages: l10n.t('Messages'),
  age: l10n.t('Age of the oldest message'),
  processes: l10n.t('Processes'),
};

export const LANE_UNITS: Readonly<Record<LaneName, MetricUnit>> = {
  messages: 'Count',
  age: 'Seconds',
  processes: 'Count',
};

export const LINE_KEYS = ['visible', 'inFlight', 'age', 'running', 'desired', 'inService'] as const;
export type LineKey = (typeof LINE_KEYS)[number];

/** A line of the chart. */
interface ScalingLine {
  readonly key: LineKey;
  readonly lane: LaneName;
  readonly title: string;
  readonly look: LineLook;
  /** The metric of the queue, or the member of a capacity, that it shows. */
  readonly of: { readonly metric: string } | { readonly capacity: Exclude<keyof PoolCapacity, 'at'> };
}

/** In the order of the legend; a later line is drawn over those before. Lines of a lane differ in colour and in dash. */
export const SCALING_LINES: readonly ScalingLine[] = [
  {
    key: 'visible',
    lane: 'messages',
    title: l10n.t('Visible'),
    look: { variable: '--vscode-charts-blue' },
    of: { metric: 'ApproximateNumberOfMessagesVisible' },
  },
  {
    key: 'inFlight',
    lane: 'messages',
    title: l10n.t('In flight'),
    look: { variable: '--series-orange', dash: [8, 4] },
    of: { metric: 'ApproximateNumberOfMessagesNotVisible' },
  },
  {
    key: 'age',
    lane: 'age',
    title: LANE_TITLES.age,
    look: { variable: '--vscode-charts-purple' },
    of: { metric: 'ApproximateAgeOfOldestMessage' },
  },
  {
    key: 'running',
    lane: 'processes',
    title: l10n.t('Running'),
    look: { variable: '--vscode-charts-green' },
    of: { capacity: 'running' },
  },
  {
    key: 'desired',
    lane: 'processes',
    title: l10n.t('Desired'),
    look: { variable: '--vscode-foreground', dash: [3, 3] },
    of: { capacity: 'desired' },
  },
  {
    key: 'inService',
    lane: 'processes',
    title: l10n.t('In service'),
    look: { variable: '--vscode-charts-blue', dash: [8, 4] },
    of: { capacity: 'inService' },
  },
];

/** The metrics that are read, in the order of their lines. */
export const METRICS: readonly string[] = SCALING_LINES.flatMap(({ of }) =>
  'metric' in of ? [of.metric] : [],
);

/** The lanes that have a line that is not hidden. */
export function listLanes(hidden: readonly LineKey[]): readonly LaneName[] {
  return LANES.filter((lane) =>
    SCALING_LINES.some((line) => line.lane === lane && !hidden.includes(line.key)),
  );
}
