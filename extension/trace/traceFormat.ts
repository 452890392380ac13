import type { RecordedSend } from '../../broker/protocol/message.ts';
import { isRecord } from '../../broker/protocol/isRecord.ts';
import {
  anyInteger,
  anyNumber,
  anyText,
  listOf,
  number,
  oneOf,
  optional,
  type Shape,
  shape,
  yesOrNo,
} from '../../broker/protocol/shape.ts';
import { TRACE_EVENT_KINDS, type TraceEvent } from '../../broker/protocol/trace.ts';

// What docs/trace-format.md describes. Anyone can write a file: what is computed with is checked, and text is only ever
// shown as text.

export const TRACE_FORMAT = 'queueside-trace';
const VERSION = 1;

/** Of a connection, as it is shown. */
const MAXIMUM_NAME_LENGTH = 100;

const TEXT = anyText();
const NUMBER = anyNumber();
/** Epoch ms, as far as dates go. */
const MOMENT = number(0, 8_640_000_000_000_000);

const HEADER = shape({ format: oneOf([TRACE_FORMAT]), version: anyInteger() });

const DEPTH = shape({ visible: NUMBER, inFlight: NUMBER, delayed: NUMBER, oldestAgeMs: optional(NUMBER) });

const INVOKED = shape({
  function: TEXT,
  isCold: yesOrNo(),
  mappingId: optional(TEXT),
  messages: NUMBER,
  messageIds: optional(listOf(TEXT)),
  end: optional(
    shape({
      outcome: TEXT,
      durationMs: NUMBER,
      billedMs: NUMBER,
      initMs: optional(NUMBER),
      memory: NUMBER,
      usedMemory: optional(NUMBER),
      lastLines: listOf(TEXT),
    }),
  ),
});

const EVENT = shape({
  sequence: anyInteger(),
  at: MOMENT,
  kind: oneOf(TRACE_EVENT_KINDS),
  queueArn: optional(TEXT),
  messageId: optional(TEXT),
  groupId: optional(TEXT),
  consumer: optional(shape({ id: TEXT, name: TEXT })),
  action: optional(TEXT),
  requestId: optional(TEXT),
  receiptHandle: optional(TEXT),
  receiveCount: optional(NUMBER),
  ageMs: optional(NUMBER),
  inFlightMs: optional(NUMBER),
  timeoutMs: optional(NUMBER),
  sizeBytes: optional(NUMBER),
  chunks: optional(NUMBER),
  preview: optional(TEXT),
  error: optional(shape({ code: TEXT, message: TEXT })),
  fault: optional(TEXT),
  durationMs: optional(NUMBER),
  causedBy: optional(TEXT),
  flowId: optional(TEXT),
  otherQueueArn: optional(TEXT),
  depth: optional(DEPTH),
  otherDepth: optional(DEPTH),
  movedMs: optional(NUMBER),
  isReset: optional(yesOrNo()),
  isInferred: optional(yesOrNo()),
  otherMessageId: optional(TEXT),
  detail: optional(TEXT),
  invocation: optional(TEXT),
  environment: optional(TEXT),
  invoked: optional(INVOKED),
  cause: optional(TEXT),
} satisfies Record<Exclude<keyof TraceEvent, 'content'>, Shape<unknown>>);

const ATTRIBUTES = listOf(shape({ name: TEXT, type: TEXT, value: TEXT }));

const CONTENT = shape({ messageId: TEXT, queueArn: TEXT, body: TEXT, attributes: ATTRIBUTES });

/** What a new send needs. */
export const SEND = shape({
  queueArn: TEXT,
  sentAt: MOMENT,
  body: TEXT,
  attributes: optional(ATTRIBUTES),
});

/** Every field of an event; whatever else a line has is left out. */
export const EVENT_FIELDS = Object.keys(EVENT.members) as (keyof typeof EVENT.members)[];

/**
 * The first line of a file.
 * @param savedAtMs epoch ms by the computer's clock
 * @param connection name of the one whose gateway recorded it; undefined: a local broker did
 */
export function formatTraceHeader(savedAtMs: number, connection?: string): string {
  const savedAt = new Date(savedAtMs).toISOString();
  return `${JSON.stringify({ format: TRACE_FORMAT, version: VERSION, savedAt, connection })}\n`;
}

/** The connection whose gateway recorded a file with this first line; undefined: a local broker did. */
export function readTraceConnection(
  header: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const name = header?.['connection'];
  return typeof name === 'string' && name !== '' ? name.slice(0, MAXIMUM_NAME_LENGTH) : undefined;
}

export function formatTraceLine(event: TraceEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/** Why a file with this first line is not read; undefined when it is. */
export function findHeaderProblem(value: unknown): 'notATrace' | 'newerVersion' | undefined {
  if (HEADER.check(value) !== undefined) return 'notATrace';
  return (value as { readonly version: number }).version === VERSION ? undefined : 'newerVersion';
}

/** The value of a line: an object, or undefined when it is none. */
export function parseTraceLine(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isTraceEvent(value: unknown): value is TraceEvent {
  return EVENT.check(value) === undefined;
}

/** Whether this is what a message said when it was sent. */
export function isRecordedSend(value: unknown): value is RecordedSend {
  return CONTENT.check(value) === undefined;
}
