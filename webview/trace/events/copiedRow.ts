import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { COLUMNS, type ColumnName } from './columns.ts';
import type { PreviewLookup } from './columnTypes.ts';

/** A row as a line of tab-separated text for the clipboard. */
export function formatRow(event: TraceEvent, names: readonly ColumnName[], previewOf: PreviewLookup): string {
  return names.map((name) => COLUMNS[name].read(event, previewOf)).join('\t');
}
