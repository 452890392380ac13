import type { TraceStore } from '../traceStore.ts';
import { listEventRows } from './eventRows.ts';

/** Exports the table: the events that it lists now, in its order, with its columns, also those without room in a narrow panel. */
export function exportEvents({ table, post }: Pick<TraceStore, 'table' | 'post'>): void {
  post({
    type: 'exportCsv',
    rows: listEventRows(table.listEvents(), table.listColumns(), table.previewOf),
  });
}

/** Exports the messages of the events that the list has, each once, by their first event in it, from the oldest on. */
export function exportListedMessages({ log, post }: Pick<TraceStore, 'log' | 'post'>): void {
  const messageIds = Array.from({ length: log.rowCount }, (_, row) => log.row(row)?.messageId).filter(
    (messageId) => messageId !== undefined,
  );
  post({ type: 'exportMessages', messageIds: [...new Set(messageIds)] });
}
