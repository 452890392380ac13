import { setImmediate } from 'node:timers/promises';
import type { ReplaySend } from '../../broker/protocol/replay.ts';
import { isRecord } from '../../broker/protocol/isRecord.ts';
import type { TypeOf } from '../../broker/protocol/shape.ts';
import { findHeaderProblem, parseTraceLine, SEND, TRACE_FORMAT } from './traceFormat.ts';

/** The sends of a saved trace. */
export interface RecordedSends {
  /** In order of time. */
  readonly sends: readonly ReplaySend[];
  /** Events of sends whose contents were not saved. */
  readonly withoutContents: number;
}

/** Of one replay. */
const MAXIMUM_SENDS = 100_000;
/** Characters that are read before others get their turn; a line is read as a whole. */
const TURN_LENGTH = 256 * 1024;
/** A longer line is no event: the largest message is 1 MiB, and JSON makes six characters of one at most. */
const MAXIMUM_LINE_LENGTH = 8 * 1024 * 1024;

/**
 * Reads the sends from a trace saved as JSON Lines; everything else in it is passed over. A line may also be a send by
 * itself, so that a file can be written by hand.
 */
export async function readRecordedSends(
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<RecordedSends> {
  const sends: ReplaySend[] = [];
  let withoutContents = 0;
  let turnLength = 0;
  for await (const line of lines) {
    turnLength += line.length;
    if (turnLength > TURN_LENGTH) {
      turnLength = 0;
      await setImmediate();
    }
    if (line.length > MAXIMUM_LINE_LENGTH) continue;
    if (sends.length >= MAXIMUM_SENDS) break;
    const value = parseTraceLine(line);
    if (!value) continue;
    // Data of a later version may mean something else.
    if (value['format'] === TRACE_FORMAT && findHeaderProblem(value) !== undefined) break;
    const send = readSend(isRecord(value['content']) ? value['content'] : value);
    if (send) sends.push(send);
    else if (value['kind'] === 'sent') withoutContents += 1;
  }
  sends.sort((left, right) => left.sentAt - right.sentAt);
  return { sends, withoutContents };
}

function readSend(value: Readonly<Record<string, unknown>>): ReplaySend | undefined {
  if (SEND.check(value) !== undefined) return undefined;
  const { queueArn, sentAt, body, attributes = [] } = value as TypeOf<typeof SEND>;
  const { groupId, traceHeader } = value;
  return {
    queueArn,
    sentAt,
    body,
    attributes,
    ...(typeof groupId === 'string' ? { groupId } : {}),
    ...(typeof traceHeader === 'string' ? { traceHeader } : {}),
  };
}

/** Cuts sends into calls of at most 1,000 and about 1 MiB each, one when it is asked for. */
export function* cutIntoCalls(sends: readonly ReplaySend[]): Generator<readonly ReplaySend[]> {
  let call: ReplaySend[] = [];
  let size = 0;
  for (const send of sends) {
    const sendSize = Buffer.byteLength(JSON.stringify(send));
    if (call.length > 0 && (call.length >= MAXIMUM_CALL_SENDS || size + sendSize > MAXIMUM_CALL_BYTES)) {
      yield call;
      call = [];
      size = 0;
    }
    call.push(send);
    size += sendSize;
  }
  if (call.length > 0) yield call;
}

const MAXIMUM_CALL_SENDS = 1_000;
const MAXIMUM_CALL_BYTES = 1024 * 1024;
