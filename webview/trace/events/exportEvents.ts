import type { TraceStore } from '../traceStore.ts';
import { formatEventsCsv } from './eventsCsv.ts';

/** Exports the events that the list has, as they are filtered now, from the oldest on. */
export function exportEvents({ log, post }: Pick<TraceStore, 'log' | 'post'>): void {
  const events = Array.from({ length: log.rowCount }, (_, row) => log.row(row)).filter(
    (event) => event !== undefined,
  );
  post({ type: 'exportCsv', csv: formatEventsCsv(events), count: events.length });
}
