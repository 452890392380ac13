import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { COLUMNS, type ColumnName } from './columns.ts';
import type { ColumnValue, PreviewLookup } from './columnTypes.ts';

/**
 * Events as CSV by RFC 4180, with a line of names first. Programs read it, so names and values are the same in every
 * language, but for the details.
 */
export function formatEventsCsv(
  events: Iterable<TraceEvent>,
  names: readonly ColumnName[],
  previewOf: PreviewLookup,
): string {
  const columns = names.map((name) => COLUMNS[name]);
  const lines = [columns.map(({ csvName }) => csvName).join(',')];
  for (const event of events)
    lines.push(columns.map(({ value }) => formatCell(value(event, previewOf))).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/** A text that a spreadsheet would calculate gets an apostrophe before it: message bodies come from anywhere. */
function formatCell(value: ColumnValue): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
