import type { Caller } from '../engine/base/caller.ts';
import type { InvokedFunction } from '../protocol/invocation.ts';
import type { ConsumerInfo, QueueDepth, TraceEvent, TraceEventKind } from '../protocol/trace.ts';
import type { RecordedDepth, TraceRecord } from './record.ts';

/** Data that turns a record's numbers into readable values. */
export interface TraceNames {
  messageId(messageNumber: number): string;
  consumer(caller: Caller): ConsumerInfo;
}

/** Writes a record out for the wire. */
export function describeRecord(sequence: number, record: TraceRecord, names: TraceNames): TraceEvent {
  const { caller, messageNumber, sentAt, receivedAt, at } = record;
  return dropAbsent({
    sequence,
    at,
    kind: record.kind,
    queueArn: record.queueArn,
    messageId: nameMessage(messageNumber, names),
    groupId: record.groupId,
    consumer: caller === undefined ? undefined : names.consumer(caller),
    action: isDoneByCaller(record) ? caller?.action : undefined,
    requestId: isDoneByCaller(record) ? caller?.requestId : undefined,
    receiptHandle: record.receiptHandle,
    receiveCount: record.receiveCount,
    ageMs: sentAt === undefined ? undefined : Math.max(0, at - sentAt),
    inFlightMs: receivedAt === undefined ? undefined : Math.max(0, at - receivedAt),
    timeoutMs: record.timeoutMs,
    sizeBytes: record.sizeBytes,
    depth: describeDepth(record.depth),
    chunks: record.chunks,
    preview: record.preview,
    fault: record.fault,
    durationMs: record.durationMs,
    causedBy: nameMessage(record.causedBy, names),
    flowId: record.flowId,
    otherQueueArn: record.otherQueueArn,
    otherDepth: describeDepth(record.otherDepth),
    otherMessageId: nameMessage(record.otherMessageNumber, names),
    movedMs: record.movedMs,
    isReset: record.isReset ? true : undefined,
    detail: record.detail,
    isInferred: record.isInferred ? true : undefined,
    error: record.error,
    invocation: caller?.invocation?.requestId,
    environment: caller?.invocation?.environment,
    invoked: describeInvoked(record, names),
    cause: record.cause ?? (caller?.invocation?.isReportIgnored === true ? 'unreadReport' : undefined),
  });
}

function describeInvoked({ invoked, kind }: TraceRecord, names: TraceNames): InvokedFunction | undefined {
  if (invoked === undefined) return undefined;
  const { messageNumbers, ...facts } = invoked;
  if (kind !== 'invoked' || messageNumbers.length === 0) return facts;
  return { ...facts, messageIds: messageNumbers.map((number) => names.messageId(number)) };
}

function describeDepth(depth: RecordedDepth | undefined): QueueDepth | undefined {
  return depth === undefined ? undefined : dropAbsent({ ...depth });
}

function nameMessage(messageNumber: number | undefined, names: TraceNames): string | undefined {
  return messageNumber === undefined ? undefined : names.messageId(messageNumber);
}

const WITHOUT_CALL: ReadonlySet<TraceEventKind> = new Set([
  'expired',
  'held',
  'released',
  'leaseLost',
  'filteredOut',
  'batchItemFailed',
] as const);

/** The others happen to a message without a new call: the caller's action was the earlier receive. */
function isDoneByCaller({ kind }: TraceRecord): boolean {
  return !WITHOUT_CALL.has(kind);
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Leaves out the members that are undefined: on the wire they would not be there either. */
function dropAbsent<T extends object>(members: T): Defined<T> {
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) delete members[name as keyof T];
  }
  return members as Defined<T>;
}
