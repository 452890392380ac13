import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isRecord } from '../../broker/protocol/isRecord.ts';
import { splitByteLines } from '../ground/byteLines.ts';
import { writeWhole } from '../ground/writeWhole.ts';
import { formatCsvRows, readCsvRows } from './csvRows.ts';
import { BODY_COLUMN, formatCells, MESSAGE_COLUMNS, readCells } from './messageCells.ts';
import { formatMessage, readMessage } from './messageJson.ts';
import { type FileLine, formatOfFile, type LineProblem, type MessageRecord } from './messageRecord.ts';

// Begins a bundle of its own: see loadFileFormats.ts.

const MAXIMUM_FILE_BYTES = 2 * 1024 * 1_048_576;
/** The largest message has 1 MiB, and JSON makes six characters of one at most. */
const MAXIMUM_LINE_BYTES = 8 * 1_048_576;

/** Rows as CSV, the names of the columns first. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  return formatCsvRows(rows);
}

/**
 * Writes messages to a file, which is there when all of them are.
 * @param path absolute; its extension tells the format
 * @throws what the pages throw, or Node's error
 */
export function writeMessageFile(
  path: string,
  pages: AsyncIterable<readonly MessageRecord[]>,
): Promise<void> {
  return writeWhole(path, formatOfFile(path) === 'csv' ? formatAsCsv(pages) : formatAsJsonLines(pages));
}

async function* formatAsJsonLines(pages: AsyncIterable<readonly MessageRecord[]>): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((record) => `${formatMessage(record)}\n`).join('');
}

async function* formatAsCsv(pages: AsyncIterable<readonly MessageRecord[]>): AsyncGenerator<string> {
  yield formatCsvRows([MESSAGE_COLUMNS]);
  for await (const page of pages) yield formatCsvRows(page.map(formatCells));
}

/**
 * Reads the messages of a file one by one; what is held is at most one line.
 * @param path absolute; its extension tells the format
 * @throws Node's error
 */
export async function* readMessageFile(path: string): AsyncGenerator<FileLine> {
  const status = await stat(path);
  if (!status.isFile()) yield { kind: 'unreadable', problem: { kind: 'notAFile' } };
  else if (status.size > MAXIMUM_FILE_BYTES) yield { kind: 'unreadable', problem: { kind: 'tooLarge' } };
  else {
    const chunks = createReadStream(path, { end: MAXIMUM_FILE_BYTES }) as AsyncIterable<Uint8Array>;
    yield* formatOfFile(path) === 'csv' ? readCsv(chunks) : readJsonLines(chunks);
  }
}

async function* readJsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<FileLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 0;
  for await (const bytes of splitByteLines(chunks, MAXIMUM_LINE_BYTES)) {
    line++;
    const read = bytes === undefined ? ({ kind: 'tooLong' } as const) : readJsonLine(bytes, decoder);
    if (read === 'savedTrace') return yield { kind: 'unreadable', problem: { kind: 'savedTrace' } };
    if (read !== undefined) yield describeLine(line, read);
  }
}

/** @returns undefined for an empty line */
function readJsonLine(
  bytes: Uint8Array,
  decoder: { decode(bytes: Uint8Array): string },
): MessageRecord | LineProblem | 'savedTrace' | undefined {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { kind: 'notUtf8' };
  }
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'notJson' };
  }
  // Its messages are sent again with their spacing, by another command.
  return isRecord(value) && value['format'] === 'queueside-trace' ? 'savedTrace' : readMessage(value);
}

async function* readCsv(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<FileLine> {
  let line = 0;
  let names: readonly string[] | undefined;
  try {
    for await (const row of readCsvRows(decodeChunks(chunks))) {
      if ('kind' in row) return yield { kind: 'unreadable', problem: { kind: row.kind, line: row.row } };
      line++;
      if (row.length === 1 && row[0] === '') continue;
      if (names === undefined) {
        if (!row.includes(BODY_COLUMN))
          return yield { kind: 'unreadable', problem: { kind: 'noBodyColumn' } };
        names = row;
      } else yield describeLine(line, readRow(names, row));
    }
  } catch (error) {
    if (!(error instanceof NotUtf8Error)) throw error;
    yield { kind: 'unreadable', problem: { kind: 'otherEncoding' } };
  }
}

function readRow(names: readonly string[], cells: readonly string[]): MessageRecord | LineProblem {
  if (cells.length !== names.length) return { kind: 'badColumns' };
  return readCells(new Map(names.map((name, place) => [name, cells[place] ?? ''])));
}

class NotUtf8Error extends Error {}

async function* decodeChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw new NotUtf8Error();
    }
  };
  for await (const chunk of chunks) yield decode(chunk);
  yield decode();
}

function describeLine(line: number, read: MessageRecord | LineProblem): FileLine {
  return 'kind' in read ? { kind: 'bad', line, problem: read } : { kind: 'message', line, record: read };
}
