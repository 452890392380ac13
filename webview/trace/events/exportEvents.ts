import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import type { TraceStore } from '../traceStore.ts';
import { listEventRows } from './eventRows.ts';

type Source = Pick<TraceStore, 'log' | 'post'>;

/** Exports the events that the list has, as they are filtered now, from the oldest on. */
export function exportEvents({ log, post }: Source): void {
  post({ type: 'exportCsv', rows: listEventRows(listEvents(log)) });
}

/** Exports the messages of the events that the list has, each once, by their first event in it. */
export function exportListedMessages({ log, post }: Source): void {
  const messageIds = listEvents(log).flatMap(({ messageId }) => messageId ?? []);
  post({ type: 'exportMessages', messageIds: [...new Set(messageIds)] });
}

function listEvents(log: Source['log']): TraceEvent[] {
  return Array.from({ length: log.rowCount }, (_, row) => log.row(row)).filter(
    (event) => event !== undefined,
  );
}
