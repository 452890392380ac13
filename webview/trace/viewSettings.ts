import { signal } from '@preact/signals';
import type { HostToTrace, TraceFilter, TraceToHost } from '../protocol.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import { type TimeForm, timeForm } from '../shared/timeFormat.ts';
import type { TableLayout } from './events/tableLayout.ts';
import type { LaneMode } from './lanes/laneList.ts';
import { restoreViewState, type TraceTab } from './viewState.ts';

/** How the trace is looked at, as it was when it was looked at last; every change is kept. */
export function createViewSettings(channel: HostChannel<HostToTrace, TraceToHost>) {
  const restored = restoreViewState(channel.readState());
  const filter = signal<TraceFilter>(restored.filter);
  const showsChart = signal(restored.showsChart);
  const sourceId = signal<string | undefined>(restored.sourceId);
  const tab = signal<TraceTab>(restored.tab);
  const laneMode = signal<LaneMode>(restored.laneMode);
  timeForm.value = restored.timeForm;
  const detailsWidthPx = signal<number | undefined>(restored.detailsWidthPx);
  const table = signal<TableLayout>(restored.table);

  function save(): void {
    channel.saveState({
      filter: filter.value,
      showsChart: showsChart.value,
      tab: tab.value,
      laneMode: laneMode.value,
      timeForm: timeForm.value,
      ...(detailsWidthPx.value === undefined ? {} : { detailsWidthPx: detailsWidthPx.value }),
      table: table.value,
      ...(sourceId.value === undefined ? {} : { sourceId: sourceId.value }),
    });
  }

  return {
    /** Whoever changes them saves. */
    filter,
    /** Whose events the filter is about. */
    sourceId,
    showsChart,
    tab,
    laneMode,
    detailsWidthPx,
    table,
    save,
    setTab: (next: TraceTab) => {
      tab.value = next;
      save();
    },
    toggleChart: () => {
      showsChart.value = !showsChart.value;
      save();
    },
    setLaneMode: (mode: LaneMode) => {
      laneMode.value = mode;
      save();
    },
    setTimeForm: (form: TimeForm) => {
      timeForm.value = form;
      save();
    },
    setTable: (layout: TableLayout) => {
      table.value = layout;
      save();
    },
    /** undefined: the usual width. */
    setDetailsWidth: (widthPx: number | undefined) => {
      detailsWidthPx.value = widthPx;
      save();
    },
  };
}
