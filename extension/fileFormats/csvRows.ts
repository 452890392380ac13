import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';

/** What a spreadsheet would calculate if a cell began with it; some read the wide forms too. */
const FORMULA = String.raw`[=+\-@\t\r\n＝＋－＠]`;
const NEEDS_APOSTROPHE = new RegExp(`^'*${FORMULA}`);
const HAS_APOSTROPHE = new RegExp(`^'+${FORMULA}`);

/** More than a message and what is known of it can fill. */
const MAXIMUM_ROW_BYTES = 16 * 1_048_576;

/**
 * Rows as CSV by RFC 4180. A text that a spreadsheet would calculate gets an apostrophe before it: message bodies come from
 * anywhere. A reader that takes it away again, as {@link readCsvRows} does, gets the text that was written.
 */
export function formatCsvRows(rows: readonly (readonly string[])[]): string {
  const safe = rows.map((row) => row.map(protect));
  return stringify(safe, { record_delimiter: '\r\n', quoted_match: /[\r\n]|^\s|\s$/ });
}

function protect(text: string): string {
  return NEEDS_APOSTROPHE.test(text) ? `'${text}` : text;
}

/** What in a CSV file cannot be read; `row` from 1. */
export interface CsvProblem {
  readonly kind: 'badQuotes' | 'lineTooLong';
  readonly row: number;
}

/** The rows of a CSV file, those that are empty as well. What cannot be read ends it; the rows right before it may be missing. */
export async function* readCsvRows(
  texts: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<readonly string[] | CsvProblem> {
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: MAXIMUM_ROW_BYTES,
  });
  // The parser reports a failure of either to its reader.
  pipeline(Readable.from(texts), parser, () => undefined);
  try {
    for await (const row of parser as AsyncIterable<string[]>)
      yield row.map((cell) => (HAS_APOSTROPHE.test(cell) ? cell.slice(1) : cell));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const kind = error.code === 'CSV_MAX_RECORD_SIZE' ? 'lineTooLong' : 'badQuotes';
    yield { kind, row: Number(error['records']) + 1 };
  }
}
