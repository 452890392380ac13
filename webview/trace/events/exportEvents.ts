import type { TraceStore } from '../traceStore.ts';
import { formatEventsCsv } from './eventsCsv.ts';

/** Exports the table: the events that it lists now, in its order, with its columns, also those without room in a narrow panel. */
export function exportEvents({ table, post }: Pick<TraceStore, 'table' | 'post'>): void {
  const events = table.listEvents();
  const csv = formatEventsCsv(events, table.listColumns(), table.previewOf);
  post({ type: 'exportCsv', csv, count: events.length });
}
