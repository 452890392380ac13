import { writeQueueUrl } from '../connections/queueAddress.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { MessageContent } from '../engine/base/content.ts';
import type { Failure } from '../engine/base/result.ts';
import { countChunks } from '../engine/rules/messageSize.ts';
import type { Exchange } from '../sqs/calls/exchange.ts';
import { ERROR_TABLE } from '../sqs/wire/errorCodes.ts';
import { TraceRecord } from '../trace/record.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import type { ForwardingListener } from './forward.ts';
import type { ForwardedCall } from './forwardedCall.ts';
import type { Lease, LeaseBook } from './leaseBook.ts';
import { copyLease, recordExpired } from './leaseRecords.ts';
import type { KnownMessage, MessageBook } from './messageBook.ts';
import {
  listEntries,
  measureSend,
  QUEUE_CHANGES,
  readContent,
  readErrorText,
  readHandle,
  readId,
  readReceived,
  type SendMembers,
} from './observedMembers.ts';
import type { QueueBook } from './queueBook.ts';
import { readAnswer } from './readAnswer.ts';
import type { UpstreamAnswer } from './upstream.ts';

export interface ObserverPorts {
  /** URL of the connection. */
  readonly endpoint: string;
  readonly recorder: TraceRecorder;
  readonly messages: MessageBook;
  readonly leases: LeaseBook;
  readonly queues: QueueBook;
  /** Epoch ms. */
  now(): number;
  /** The settings of a queue are needed, and nothing has said them yet. */
  onUnknownQueue(arn: string, url: string): void;
}

/** A call that had an effect, as far as its response says it. */
interface SeenCall {
  readonly caller: Caller;
  readonly queueArn: string;
  /** As the endpoint knows it. */
  readonly queueUrl: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>>;
  /** What the call is counted with. */
  payloadBytes: number;
  messageCount: number;
  failed: { readonly count: number; readonly code: string; readonly message: string } | undefined;
}

const INFERRED_TIMEOUT = 'Inferred: its visibility timeout must have run out.';
const INFERRED_RETURN = 'Inferred: it was received again before its visibility timeout had to run out.';
const INFERRED_LATE = 'Inferred: its visibility timeout must have ended before.';
const INFERRED_MOVE = 'Inferred: it was in another queue before, and no call through this gateway moved it.';
const OF_OTHERS = 'No program received the message through this gateway: it is not known which one it is.';

/** Writes the trace of a gateway: what responses of the endpoint say, and what follows from them, marked as inferred. */
export class Observer implements ForwardingListener {
  private readonly ports: ObserverPorts;

  constructor(ports: ObserverPorts) {
    this.ports = ports;
  }

  onAnswer(call: ForwardedCall, answer: UpstreamAnswer, exchange: Exchange): void {
    const { output, error, requestId } = readAnswer(call, answer);
    const caller = requestId === undefined ? call.caller : { ...call.caller, requestId };
    const seen =
      output === undefined || call.queue === undefined || call.queueArn === undefined
        ? undefined
        : {
            caller,
            queueArn: call.queueArn,
            queueUrl: writeQueueUrl(this.ports.endpoint, call.queue),
            input: call.input ?? {},
            output,
            payloadBytes: 0,
            messageCount: 0,
            failed: undefined,
          };
    if (seen !== undefined) this.see(seen);
    this.count(call, caller, exchange, error, seen);
  }

  onRefusal(call: ForwardedCall, { code, message }: Failure, exchange: Exchange): void {
    this.count(call, call.caller, exchange, { code: ERROR_TABLE[code].queryCode, message }, undefined);
  }

  /** A visibility timeout must have run out. */
  expire(lease: Lease): void {
    recordExpired(this.ports, lease, INFERRED_TIMEOUT);
  }

  private see(call: SeenCall): void {
    const { caller, input, output, queueArn } = call;
    switch (caller.action) {
      case 'SendMessage':
        this.sent(call, input, output);
        return;
      case 'SendMessageBatch':
        this.eachEntry(call, (entry, result) => this.sent(call, entry, result));
        return;
      case 'ReceiveMessage':
        for (const message of listEntries(output['Messages'])) this.received(call, message);
        return;
      case 'DeleteMessage':
        this.deleted(call, input);
        return;
      case 'DeleteMessageBatch':
        this.eachEntry(call, (entry) => this.deleted(call, entry));
        return;
      case 'ChangeMessageVisibility':
        this.changed(call, input);
        return;
      case 'ChangeMessageVisibilityBatch':
        this.eachEntry(call, (entry) => this.changed(call, entry));
        return;
      case 'GetQueueAttributes':
        this.ports.queues.learn(queueArn, output['Attributes']);
        return;
      case 'CreateQueue':
        this.ports.queues.learn(queueArn, input['Attributes']);
        this.record('queueCreated', call);
        return;
      case 'DeleteQueue':
        this.ports.queues.forget(queueArn);
        this.endLeases(queueArn);
        this.record('queueDeleted', call);
        return;
      case 'PurgeQueue':
        this.endLeases(queueArn);
        this.record('purged', call);
        return;
      default: {
        const detail = QUEUE_CHANGES[caller.action];
        if (detail === undefined) return;
        if (caller.action === 'SetQueueAttributes') this.ports.queues.learn(queueArn, input['Attributes']);
        this.record('queueChanged', call, (record) => {
          record.detail = detail;
        });
      }
    }
  }

  /** The entries of a batch that had an effect, with what the response says of each. */
  private eachEntry(call: SeenCall, see: (entry: SendMembers, result: SendMembers) => void): void {
    const entries = new Map(listEntries(call.input['Entries']).map((entry) => [entry['Id'], entry]));
    for (const result of listEntries(call.output['Successful'])) {
      const entry = entries.get(result['Id']);
      if (entry !== undefined) see(entry, result);
    }
    const failed = listEntries(call.output['Failed']);
    const [first] = failed;
    if (first === undefined) return;
    call.failed = {
      count: failed.length,
      code: readErrorText(first['Code']),
      message: readErrorText(first['Message']),
    };
  }

  private sent(call: SeenCall, input: SendMembers, output: SendMembers): void {
    const id = readId(output['MessageId']);
    if (id === undefined) return;
    const content = readContent(input, output, call.caller.accessKeyId);
    const sizeBytes = measureSend(content);
    const message = this.ports.messages.see(id, call.queueArn);
    // The response to a duplicate has the ID of the message that was sent before.
    const isDuplicate = message.isSent;
    message.isSent = true;
    const delay = Number(input['DelaySeconds'] ?? 0);
    call.payloadBytes += sizeBytes;
    call.messageCount += 1;
    const record = this.make(isDuplicate ? 'deduplicated' : 'sent', call);
    if (!isDuplicate) message.sentAt = record.at;
    record.messageNumber = message.number;
    record.sentAt = message.sentAt;
    record.sizeBytes = sizeBytes;
    record.groupId = content.groupId;
    record.causedBy = this.findCause(call.caller.consumerId);
    if (delay > 0) record.timeoutMs = delay * 1_000;
    if (isDuplicate) this.ports.recorder.recordObserved(record, record.caller);
    else this.recordWith(content, message, record);
  }

  private received(call: SeenCall, given: SendMembers): void {
    const { messages, leases, queues } = this.ports;
    const { Body: body } = given;
    const id = readId(given['MessageId']);
    const receiptHandle = readHandle(given['ReceiptHandle']);
    if (id === undefined || receiptHandle === undefined) return;
    const attributes = (given['Attributes'] ?? {}) as Readonly<Record<string, unknown>>;
    const message = messages.see(id, call.queueArn);
    const before = leases.findOf(message.number);
    if (before?.isOpen === true) {
      leases.end(before, 'receivedAgain');
      recordExpired(this.ports, before, INFERRED_RETURN);
    }
    if (message.queueArn !== call.queueArn) this.inferMove(message, call.queueArn);
    message.sentAt = Number(attributes['SentTimestamp'] ?? Number.NaN) || message.sentAt;
    const timeout = call.input['VisibilityTimeout'];
    const timeoutMs =
      typeof timeout === 'number' ? timeout * 1_000 : queues.find(call.queueArn)?.visibilityMs;
    if (timeoutMs === undefined && queues.wants(call.queueArn))
      this.ports.onUnknownQueue(call.queueArn, call.queueUrl);
    const record = this.make('received', call);
    const count = Number(attributes['ApproximateReceiveCount'] ?? Number.NaN);
    record.messageNumber = message.number;
    record.receiptHandle = receiptHandle;
    record.sentAt = message.sentAt;
    record.timeoutMs = timeoutMs;
    record.receiveCount = Number.isInteger(count) ? count : undefined;
    record.sizeBytes = typeof body === 'string' ? Buffer.byteLength(body) : undefined;
    record.groupId = readId(attributes['MessageGroupId']);
    call.payloadBytes += record.sizeBytes ?? 0;
    call.messageCount += 1;
    // The send of another program is not seen: what it said is first known now.
    if (message.contentSequence < this.ports.recorder.firstSequence)
      this.recordWith(readReceived(given), message, record);
    else this.ports.recorder.recordObserved(record, call.caller);
    leases.add({
      messageNumber: message.number,
      queueArn: call.queueArn,
      queueUrl: call.queueUrl,
      receiptHandle,
      caller: call.caller,
      receivedAt: record.at,
      sentAt: record.sentAt,
      groupId: record.groupId,
      receiveCount: record.receiveCount,
      deadline: timeoutMs === undefined ? undefined : record.at + timeoutMs,
      isOpen: timeoutMs !== 0,
      heapPlace: -1,
    });
  }

  private recordWith(content: MessageContent, message: KnownMessage, record: TraceRecord): void {
    message.contentSequence = this.ports.recorder.lastSequence + 1;
    this.ports.recorder.recordObserved(record, record.caller, content);
  }

  private deleted(call: SeenCall, input: SendMembers): void {
    call.messageCount += 1;
    const [record, lease] = this.ofLease('deleted', call, input);
    if (lease?.end === 'expired' || lease?.end === 'receivedAgain') {
      record.isLate = true;
      record.detail = INFERRED_LATE;
    }
    if (lease !== undefined) this.ports.leases.end(lease, 'call');
    this.ports.recorder.recordObserved(record, call.caller);
  }

  private changed(call: SeenCall, input: SendMembers): void {
    call.messageCount += 1;
    const { VisibilityTimeout: timeout } = input;
    const timeoutMs = typeof timeout === 'number' ? timeout * 1_000 : undefined;
    const [record, lease] = this.ofLease('visibilityChanged', call, input);
    record.timeoutMs = timeoutMs;
    this.ports.recorder.recordObserved(record, call.caller);
    if (lease === undefined || timeoutMs === undefined) return;
    if (timeoutMs === 0) this.ports.leases.end(lease, 'call');
    else this.ports.leases.reopen(lease, record.at + timeoutMs);
  }

  /** A record of what happens to a receive, which may not be known. */
  private ofLease(
    kind: 'deleted' | 'visibilityChanged',
    call: SeenCall,
    input: SendMembers,
  ): [TraceRecord, Lease | undefined] {
    const record = this.make(kind, call);
    const handle = readHandle(input['ReceiptHandle']);
    const lease = handle === undefined ? undefined : this.ports.leases.find(handle);
    record.receiptHandle = handle;
    if (lease === undefined) record.detail = OF_OTHERS;
    else copyLease(record, lease);
    return [record, lease];
  }

  private endLeases(queueArn: string): void {
    for (const lease of this.ports.leases.listOf(queueArn)) this.ports.leases.end(lease, 'call');
  }

  /** A queue that has another dead-letter queue did not move it there: why it is in this one is not known, and nothing is said. */
  private inferMove(message: KnownMessage, to: string): void {
    const from = message.queueArn;
    message.queueArn = to;
    const { ports } = this;
    const isBack = ports.queues.find(to)?.deadLetterArn === from;
    if (!isBack && (ports.queues.find(from)?.deadLetterArn ?? to) !== to) return;
    const record = new TraceRecord(isBack ? 'redriven' : 'movedToDeadLetter', ports.now(), from);
    record.messageNumber = message.number;
    record.otherQueueArn = to;
    record.isInferred = true;
    record.detail = INFERRED_MOVE;
    ports.recorder.recordObserved(record, undefined);
  }

  /** The one message that a consumer has in flight. */
  private findCause(consumerId: string): number | undefined {
    const leases = this.ports.leases.openOf(consumerId);
    const [only] = leases;
    return leases.size === 1 ? only?.messageNumber : undefined;
  }

  private record(
    kind: 'queueCreated' | 'queueDeleted' | 'queueChanged' | 'purged',
    call: SeenCall,
    fill: (record: TraceRecord) => void = () => undefined,
  ): void {
    const record = this.make(kind, call);
    fill(record);
    this.ports.recorder.recordObserved(record, call.caller);
  }

  private make(kind: TraceRecord['kind'], { caller, queueArn }: SeenCall): TraceRecord {
    const record = new TraceRecord(kind, this.ports.now(), queueArn);
    record.caller = caller;
    return record;
  }

  private count(
    call: ForwardedCall,
    caller: Caller,
    exchange: Exchange,
    error: { readonly code: string; readonly message: string } | undefined,
    seen: SeenCall | undefined,
  ): void {
    const payloadBytes = seen?.payloadBytes ?? 0;
    this.ports.recorder.recordCall({
      action: caller.action,
      queueArn: call.queueArn,
      caller,
      payloadBytes,
      billedRequests: countChunks(payloadBytes),
      messageCount: seen?.messageCount ?? 0,
      durationMs: performance.now() - exchange.startedAt,
      error,
      failedEntries: seen?.failed,
    });
  }
}
