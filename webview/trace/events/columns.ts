import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { formatCount } from '../../shared/byteFormat.ts';
import { oneLine } from '../../shared/oneLine.ts';
import { queueNameOf } from '../../shared/queueName.ts';
import { formatDateTime, formatDuration } from '../../shared/timeFormat.ts';
import { EVENT_KINDS } from '../kinds/eventKinds.ts';
import { summarizeStep } from '../message/timeline.ts';

/** A column of the trace. `name` is its class as well. */
export interface TraceColumn {
  readonly name:
    | 'time'
    | 'queue'
    | 'kind'
    | 'message'
    | 'receives'
    | 'age'
    | 'inFlight'
    | 'consumer'
    | 'detail';
  readonly title: string;
  /** The text of a cell; the full text is in its tooltip. */
  readonly read: (event: TraceEvent) => string;
  readonly isNumeric?: boolean;
}

const readDuration = (durationMs: number | undefined): string =>
  durationMs === undefined ? '' : formatDuration(durationMs);

export const TRACE_COLUMNS: readonly TraceColumn[] = [
  { name: 'time', title: 'Time', read: (event) => formatDateTime(event.at) },
  {
    name: 'queue',
    title: 'Queue',
    read: (event) => (event.queueArn === undefined ? '' : queueNameOf(event.queueArn)),
  },
  { name: 'kind', title: 'Event', read: (event) => EVENT_KINDS[event.kind].label },
  { name: 'message', title: 'Message', read: (event) => event.messageId?.slice(0, 8) ?? '' },
  {
    name: 'receives',
    title: 'Receives',
    isNumeric: true,
    read: (event) => (event.receiveCount === undefined ? '' : formatCount(event.receiveCount)),
  },
  {
    name: 'age',
    title: 'Age',
    isNumeric: true,
    // What is just sent has none.
    read: ({ kind, ageMs }) => (kind === 'sent' ? '' : readDuration(ageMs)),
  },
  { name: 'inFlight', title: 'In flight', isNumeric: true, read: (event) => readDuration(event.inFlightMs) },
  { name: 'consumer', title: 'Consumer', read: (event) => oneLine(event.consumer?.name ?? '') },
  { name: 'detail', title: 'Details', read: summarizeStep },
];

/** A row as a line of tab-separated text, with the full message id, for the clipboard. */
export function formatRow(event: TraceEvent): string {
  return TRACE_COLUMNS.map((column) =>
    column.name === 'message' ? (event.messageId ?? '') : column.read(event),
  ).join('\t');
}
