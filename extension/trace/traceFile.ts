import type { Uri } from 'vscode';
import type { RecordedSend } from '../../broker/protocol/message.ts';
import type { TraceEvent } from '../../broker/protocol/trace.ts';
import {
  EVENT_FIELDS,
  findHeaderProblem,
  isRecordedSend,
  isTraceEvent,
  parseTraceLine,
  readTraceConnection,
} from './traceFormat.ts';
import { readTraceFileLines, TraceFileError, type TraceProblem } from './traceLines.ts';

/** Events that a saved trace is read up to, the newest of them; as many as a view keeps. */
const MAXIMUM_EVENTS = 100_000;
/** Characters of the lines with contents that are kept for reading; beyond it a message shows the start of its body only. */
const MAXIMUM_CONTENT_LENGTH = 64 * 1024 * 1024;

/** Characters of all events that are read at a time; those of a broker have half of it. */
const MAXIMUM_TEXT_LENGTH = 128 * 1024 * 1024;

/** A saved trace in memory. */
export interface SavedTrace {
  /** Without their contents, oldest first, at most 100,000. */
  readonly events: readonly TraceEvent[];
  /** What the messages said, by message id, as far as the file and the bound of 64 Mi characters tell. */
  readonly contents: ReadonlyMap<string, RecordedSend>;
  /** Events at the start of the file that are left out because there are more than can be shown. */
  readonly omittedCount: number;
  /** Lines that are no events: cut off, damaged, or of a kind of a later version. */
  readonly unreadableCount: number;
  /** Name of the connection whose gateway recorded it; absent: a local broker did. */
  readonly connection?: string;
}

/** A saved trace that the view shows. */
export interface ShownTrace {
  readonly file: Uri;
  readonly trace: SavedTrace;
}

export type SavedTraceResult =
  | { readonly ok: true; readonly trace: SavedTrace }
  | { readonly ok: false; readonly problem: TraceProblem };

/** Reads a file line by line; rejects when it cannot be read at all. */
export async function readTraceFile(path: string): Promise<SavedTraceResult> {
  try {
    return await readTraceLines(readTraceFileLines(path));
  } catch (error) {
    if (!(error instanceof TraceFileError)) throw error;
    return { ok: false, problem: error.problem };
  }
}

/** Reads the lines of a file, the header first. */
export async function readTraceLines(
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<SavedTraceResult> {
  let events: TraceEvent[] = [];
  const contents = new Map<string, RecordedSend>();
  let contentLength = 0;
  let textLength = 0;
  let omittedCount = 0;
  let unreadableCount = 0;
  let connection: string | undefined;
  let hasHeader = false;
  for await (const line of lines) {
    if (!hasHeader) {
      const header = parseTraceLine(line);
      const problem = findHeaderProblem(header);
      if (problem !== undefined) return { ok: false, problem };
      connection = readTraceConnection(header);
      hasHeader = true;
      continue;
    }
    if (line.trim() === '') continue;
    const value = parseTraceLine(line);
    if (!isTraceEvent(value)) {
      unreadableCount += 1;
      continue;
    }
    const { content } = value;
    if (content !== undefined && isRecordedSend(content)) {
      // With all that comes along with the body.
      contentLength += line.length;
      if (contentLength <= MAXIMUM_CONTENT_LENGTH) contents.set(content.messageId, content);
    }
    const event = pickEvent(value);
    events.push(event);
    textLength += measureText(event);
    if (textLength > MAXIMUM_TEXT_LENGTH) return { ok: false, problem: 'tooMuchText' };
    // Cut in large steps: cutting at every line would copy the list every time.
    if (events.length >= MAXIMUM_EVENTS * 2) {
      omittedCount += events.length - MAXIMUM_EVENTS;
      events = events.slice(-MAXIMUM_EVENTS);
      textLength = events.reduce((sum, kept) => sum + measureText(kept), 0);
    }
  }
  if (!hasHeader) return { ok: false, problem: 'notATrace' };
  omittedCount += Math.max(0, events.length - MAXIMUM_EVENTS);
  return {
    ok: true,
    trace: {
      events: events.slice(-MAXIMUM_EVENTS),
      contents,
      omittedCount,
      unreadableCount,
      ...(connection !== undefined && { connection }),
    },
  };
}

const DEPTH_FIELDS = ['visible', 'inFlight', 'delayed', 'oldestAgeMs'] as const;
const CONSUMER_FIELDS = ['id', 'name', 'kind', 'accessKeyId', 'sdk', 'language', 'processId'] as const;

function pickEvent(value: TraceEvent): TraceEvent {
  const { consumer, error, depth, otherDepth } = value;
  return {
    ...pick(value, EVENT_FIELDS),
    ...(consumer === undefined ? {} : { consumer: pick(consumer, CONSUMER_FIELDS) }),
    ...(error === undefined ? {} : { error: pick(error, ['code', 'message']) }),
    ...(depth === undefined ? {} : { depth: pick(depth, DEPTH_FIELDS) }),
    ...(otherDepth === undefined ? {} : { otherDepth: pick(otherDepth, DEPTH_FIELDS) }),
  };
}

function measureText({ consumer, error, ...fields }: TraceEvent): number {
  return [
    ...Object.values(fields),
    ...Object.values(consumer ?? {}),
    ...Object.values(error ?? {}),
  ].reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);
}

function pick<T extends object, K extends keyof T>(value: T, names: readonly K[]): Pick<T, K> {
  const entries = names.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]);
  return Object.fromEntries(entries) as Pick<T, K>;
}
