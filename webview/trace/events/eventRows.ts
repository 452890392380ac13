import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import type { TableRow } from '../../protocol.ts';
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

/** Events as the rows of a table, with the names of the columns first. */
export function listEventRows(events: readonly TraceEvent[]): TableRow[] {
  return [
    COLUMNS.map(([name]) => name),
    ...events.map((event) => COLUMNS.map(([, read]) => String(read(event) ?? ''))),
  ];
}
