import { isRecord } from '../../broker/protocol/isRecord.ts';
import type { TraceFilter } from '../protocol.ts';
import { EVENT_KIND_LIST } from '../shared/life/eventKinds.ts';
import { TIME_FORMS, type TimeForm } from '../shared/timeFormat.ts';
import { restoreTableLayout, type TableLayout } from './events/tableLayout.ts';
import type { LaneMode } from './lanes/laneList.ts';

/** The tabs of the trace, in their order. */
export const TRACE_TABS = ['events', 'messages', 'consumers', 'charts', 'findings'] as const;

export type TraceTab = (typeof TRACE_TABS)[number];

/** What the trace keeps over hiding and reloading: how it is looked at, never what it shows. */
export interface ViewState {
  /** Without a time range or a message, which belong to one run of the broker. */
  readonly filter: TraceFilter;
  readonly showsChart: boolean;
  readonly tab: TraceTab;
  readonly laneMode: LaneMode;
  readonly timeForm: TimeForm;
  /** Of the details pane beside the list; absent: the usual one. */
  readonly detailsWidthPx?: number;
  /** Columns of the events, their widths and what they are sorted by. */
  readonly table: TableLayout;
  /** Of the source that the filter is about. */
  readonly sourceId?: string;
}

const LANE_MODES: readonly LaneMode[] = ['messages', 'groups', 'flows', 'batches'];

/** Reads the saved state back, whatever an older version left there. */
export function restoreViewState(saved: unknown): ViewState {
  const record = isRecord(saved) ? saved : {};
  const filter = isRecord(record['filter']) ? record['filter'] : {};
  const { text, queueArn, consumerId, kinds } = filter;
  const known = Array.isArray(kinds) ? EVENT_KIND_LIST.filter((kind) => kinds.includes(kind)) : [];
  const width = record['detailsWidthPx'];
  const { sourceId } = record;
  return {
    filter: {
      ...(typeof text === 'string' && text !== '' ? { text } : {}),
      ...(typeof queueArn === 'string' ? { queueArn } : {}),
      ...(typeof consumerId === 'string' ? { consumerId } : {}),
      ...(known.length > 0 ? { kinds: known } : {}),
    },
    showsChart: record['showsChart'] !== false,
    tab: TRACE_TABS.find((tab) => tab === record['tab']) ?? 'events',
    laneMode: LANE_MODES.find((mode) => mode === record['laneMode']) ?? 'messages',
    timeForm: TIME_FORMS.find((form) => form === record['timeForm']) ?? 'local',
    ...(typeof width === 'number' && width >= 0 && width < 10_000 ? { detailsWidthPx: width } : {}),
    table: restoreTableLayout(record['table']),
    ...(typeof sourceId === 'string' ? { sourceId } : {}),
  };
}
