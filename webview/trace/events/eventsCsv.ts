import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { queueNameOf } from '../../shared/queueName.ts';
import { summarizeStep } from '../../shared/life/timeline.ts';

/** A value of a cell; undefined: empty. */
type Cell = string | number | undefined;

/** The columns of the file. Programs read it, so names and values are the same in every language, but for the details. */
const COLUMNS: readonly (readonly [name: string, read: (event: TraceEvent) => Cell])[] = [
  ['time', ({ at }) => new Date(at).toISOString()],
  ['queue', ({ queueArn }) => (queueArn === undefined ? undefined : queueNameOf(queueArn))],
  ['event', ({ kind }) => kind],
  ['messageId', ({ messageId }) => messageId],
  ['receiveCount', ({ receiveCount }) => receiveCount],
  ['ageMs', ({ ageMs }) => ageMs],
  ['inFlightMs', ({ inFlightMs }) => inFlightMs],
  ['consumer', ({ consumer }) => consumer?.name],
  ['details', summarizeStep],
];

/** Events as CSV by RFC 4180, with a line of names first. */
export function formatEventsCsv(events: Iterable<TraceEvent>): string {
  const lines = [COLUMNS.map(([name]) => name).join(',')];
  for (const event of events) lines.push(COLUMNS.map(([, read]) => formatCell(read(event))).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/** A text that a spreadsheet would calculate gets an apostrophe before it: message bodies come from anywhere. */
function formatCell(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
