import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import type { TableRow } from '../../protocol.ts';
import { COLUMNS, type ColumnName } from './columns.ts';
import type { PreviewLookup } from './columnTypes.ts';

/**
 * Events as the rows of a file, with the names of the columns first. Programs read it, so names and values are the same in
 * every language, but for the details.
 */
export function listEventRows(
  events: readonly TraceEvent[],
  names: readonly ColumnName[],
  previewOf: PreviewLookup,
): TableRow[] {
  const columns = names.map((name) => COLUMNS[name]);
  return [
    columns.map(({ csvName }) => csvName),
    ...events.map((event) => columns.map(({ value }) => String(value(event, previewOf) ?? ''))),
  ];
}
