import * as l10n from '@vscode/l10n';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { formatCount } from '../../shared/byteFormat.ts';
import { oneLine } from '../../shared/oneLine.ts';
import { queueNameOf } from '../../shared/queueName.ts';
import { formatDateTime, formatDuration } from '../../shared/timeFormat.ts';
import { EVENT_KINDS } from '../../shared/life/eventKinds.ts';
import { summarizeStep } from '../../shared/life/timeline.ts';

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
  { name: 'time', title: l10n.t('Time'), read: (event) => formatDateTime(event.at) },
  {
    name: 'queue',
    title: l10n.t('Queue'),
    read: (event) => (event.queueArn === undefined ? '' : queueNameOf(event.queueArn)),
  },
  { name: 'kind', title: l10n.t('Event'), read: (event) => EVENT_KINDS[event.kind].label },
  { name: 'message', title: l10n.t('Message'), read: (event) => event.messageId?.slice(0, 8) ?? '' },
  {
    name: 'receives',
    title: l10n.t('Receives'),
    isNumeric: true,
    read: (event) => (event.receiveCount === undefined ? '' : formatCount(event.receiveCount)),
  },
  {
    name: 'age',
    title: l10n.t('Age'),
    isNumeric: true,
    // What is just sent has none.
    read: ({ kind, ageMs }) => (kind === 'sent' ? '' : readDuration(ageMs)),
  },
  {
    name: 'inFlight',
    title: l10n.t('In flight'),
    isNumeric: true,
    read: (event) => readDuration(event.inFlightMs),
  },
  { name: 'consumer', title: l10n.t('Consumer'), read: (event) => oneLine(event.consumer?.name ?? '') },
  { name: 'detail', title: l10n.t('Details'), read: summarizeStep },
];

/** A row as a line of tab-separated text, with the full message id, for the clipboard. */
export function formatRow(event: TraceEvent): string {
  return TRACE_COLUMNS.map((column) =>
    column.name === 'message' ? (event.messageId ?? '') : column.read(event),
  ).join('\t');
}
