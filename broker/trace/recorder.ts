import type { ApiCall } from '../calls/apiCall.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { Delivery } from '../engine/state/delivery.ts';
import type { EngineEvent } from '../engine/events.ts';
import type { ContentStore, MessageContent } from '../engine/base/content.ts';
import type { RecordedSend } from '../protocol/message.ts';
import type { TraceEvent } from '../protocol/trace.ts';
import { Causes } from './causes.ts';
import { CONTENT_BYTES, ContentMemory } from './contentMemory.ts';
import { recordApiCall } from './fromCall.ts';
import { copyContent, recordEngineEvent } from './fromEngine.ts';
import type { InvocationEvent, MappedEvent } from './functionEvents.ts';
import type { InjectedFault } from './injectedFault.ts';
import { Previews } from './previews.ts';
import { type RecordedPool, TraceRecord } from './record.ts';
import { describeSend } from './recordedSend.ts';
import { RecordRing } from './recordRing.ts';
import { describeRecord, type TraceNames } from './traceEvent.ts';

/** Default number of stored events: 18 MB and the previews, about 40 MB when full. */
export const TRACE_CAPACITY = 100_000;

/** Calls whose first event still waits for the call's end. More only when long polls end without a report. */
const MAXIMUM_OPEN_CALLS = 10_000;

export interface TracePorts extends TraceNames {
  /** Epoch ms on the broker's clock. */
  now(): number;
  /** The number of the message with this id; undefined for an id that is none of this broker's. */
  messageNumber(messageId: string): number | undefined;
  /** A store for the contents that the trace remembers; only the trace uses it. */
  readonly remembered: ContentStore;
}

const NO_NUMBERS: readonly number[] = [];

const UNDONE = { purge: 'Its purge', delete: 'Its deletion', advance: 'The advance of the clock' };

/** Reads kept events. */
export interface TraceQuery {
  readonly afterSequence: number;
  readonly limit: number;
  readonly messageId?: string | undefined;
  readonly withContents?: boolean | undefined;
}

/** Called for every record when it is made; must be cheap. */
export type RecordListener = (record: TraceRecord) => void;

/** Contents that one answer may carry, in bytes of bodies. */
const PAGE_CONTENT_BYTES = 4 * 1_048_576;

/** Keeps recent events. Recording copies a few numbers; everything else is computed on reading. */
export class TraceRecorder {
  private readonly ports: TracePorts;
  private readonly ring: RecordRing;
  private readonly contents: ContentMemory;
  private readonly previews = new Previews();
  private readonly causes = new Causes();
  private remembersContents = false;
  /** The call that the newest event belongs to, and its first event's number: most calls end before the next begins. */
  private caller: Caller | undefined;
  private firstOfCaller = 0;
  /** The numbers of the first events of other calls that have not ended. */
  private readonly firstOfCall = new Map<Caller, number>();
  private readonly followers = new Set<() => void>();
  private readonly listeners = new Set<RecordListener>();

  constructor(ports: TracePorts, capacity: number = TRACE_CAPACITY, contentBytes: number = CONTENT_BYTES) {
    this.ports = ports;
    this.ring = new RecordRing(capacity);
    this.contents = new ContentMemory(this.ring, ports.remembered, contentBytes);
  }

  /** Findings, tests and telemetry look at the records as they come; returns what ends that. */
  onRecord(listener: RecordListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get firstSequence(): number {
    return this.ring.firstSequence;
  }

  get lastSequence(): number {
    return this.ring.lastSequence;
  }

  /** From now on, contents of sends are remembered. Before the first client connects, that would be useless work. */
  rememberContents(): void {
    this.remembersContents = true;
  }

  recordEvent(event: EngineEvent): void {
    const record = recordEngineEvent(event);
    if (event.kind === 'sent') {
      record.causedBy = this.causes.find(event.caller.consumerId);
      this.keepContent(record, event.content);
    } else this.causes.observe(event);
    if ('caller' in event && event.caller !== this.caller) this.open(event.caller);
    this.add(record);
  }

  /**
   * Something that was seen of an endpoint, as far as it could be seen.
   * @param call whose first event it may be; undefined for what no call did
   * @param content of a message that was sent
   */
  recordObserved(record: TraceRecord, call: Caller | undefined, content?: MessageContent): void {
    if (content !== undefined) this.keepContent(record, content);
    if (call !== undefined && call !== this.caller) this.open(call);
    this.add(record);
  }

  recordCall(call: ApiCall): void {
    const first = this.close(call.caller);
    if (first !== undefined) this.ring.endCall(first, call.billedRequests, call.durationMs);
    const record = recordApiCall(call, this.ports.now());
    if (record !== undefined) this.add(record);
  }

  recordFault(fault: InjectedFault): void {
    const record = new TraceRecord('fault', this.ports.now(), fault.queueArn);
    record.fault = fault.kind;
    record.caller = fault.caller;
    record.messageNumber = fault.messageNumber;
    record.timeoutMs = fault.timeoutMs;
    record.error = fault.error;
    record.detail = fault.detail;
    this.add(record);
  }

  /** A purge, a deletion of a queue or an advance of the clock is undone. @param messages that the journal still holds */
  recordUndo(what: keyof typeof UNDONE, queueArn: string, messages: number, caller: Caller): void {
    const record = new TraceRecord('undone', this.ports.now(), queueArn);
    record.caller = caller;
    record.detail = `${UNDONE[what]} was undone: ${messages === 1 ? '1 message comes' : `${messages} messages come`} back.`;
    this.add(record);
  }

  /** The clock was advanced by this much; the events on the way were recorded before. */
  recordAdvance(byMs: number, caller: Caller): void {
    const record = new TraceRecord('clockAdvanced', this.ports.now(), undefined);
    record.caller = caller;
    record.movedMs = byMs;
    record.timeoutMs = byMs;
    this.add(record);
  }

  /**
   * The clock went back, and all times with it.
   * @param byMs negative: real time was ahead
   * @param where it went back to
   */
  recordReset(byMs: number, caller: Caller, where = 'Back to real time'): void {
    const record = new TraceRecord('clockAdvanced', this.ports.now(), undefined);
    record.caller = caller;
    record.movedMs = -byMs;
    record.isReset = true;
    record.detail = `${where}, by ${byMs} ms.`;
    this.add(record);
  }

  /** An alarm went from one state to another. @param queueArn of the queue whose metric it is about, if it is about one */
  recordAlarm(queueArn: string | undefined, detail: string): void {
    const record = new TraceRecord('alarmChanged', this.ports.now(), queueArn);
    record.detail = detail;
    this.add(record);
  }

  /** Something happened to a pool of this queue. */
  recordPool(
    kind: 'poolScaled' | 'poolProcess' | 'poolBlocked',
    queueArn: string,
    detail: string,
    pool: RecordedPool,
  ): void {
    const record = new TraceRecord(kind, this.ports.now(), queueArn);
    record.detail = detail;
    record.pool = pool;
    this.add(record);
  }

  /** An invocation of a function began, or is over. */
  recordInvocation(event: InvocationEvent): void {
    const { kind, caller, invoked, messageIds } = event;
    const record = new TraceRecord(kind, this.ports.now(), event.queueArn);
    const messageNumbers = messageIds === undefined ? NO_NUMBERS : this.findNumbers(messageIds);
    if (kind === 'invoked') this.causes.beginBatch(caller.consumerId, messageNumbers);
    else if (kind !== 'errorLogged') this.causes.endBatch(caller.consumerId);
    record.caller = caller;
    record.durationMs = event.durationMs;
    record.error = event.error;
    record.detail = event.detail;
    record.invoked = { messageNumbers, ...invoked };
    this.add(record);
  }

  /** What an event source mapping made of a message that it has in flight. */
  recordMapped({ kind, queueArn, messageId, ...facts }: MappedEvent): void {
    const record = new TraceRecord(kind, this.ports.now(), queueArn);
    record.messageNumber = this.ports.messageNumber(messageId);
    this.add(Object.assign(record, facts));
  }

  recordFunctionFault(detail: string): void {
    const record = new TraceRecord('functionFault', this.ports.now(), undefined);
    record.detail = detail;
    this.add(record);
  }

  /** A process ended while it had a message in flight. */
  recordLostLease({ message, caller, receiptHandle, receivedAt }: Delivery, processName: string): void {
    const record = new TraceRecord('leaseLost', this.ports.now(), message.queue.arn);
    record.messageNumber = message.number;
    record.groupId = message.groupId;
    record.receiveCount = message.receiveCount;
    record.sentAt = message.sentAt;
    record.receivedAt = receivedAt;
    record.receiptHandle = receiptHandle;
    record.caller = caller;
    record.detail = `Lost with ${processName}: it is visible again when its visibility timeout ends.`;
    this.add(record);
  }

  /** Kept events in their order. */
  read({ afterSequence, limit, messageId, withContents = false }: TraceQuery): readonly TraceEvent[] {
    const messageNumber = messageId === undefined ? undefined : this.ports.messageNumber(messageId);
    if (messageId !== undefined && messageNumber === undefined) return [];
    const events: TraceEvent[] = [];
    let contentBytes = 0;
    const start = Math.max(afterSequence + 1, this.ring.firstSequence);
    for (let sequence = start; sequence <= this.ring.lastSequence && events.length < limit; sequence++) {
      if (messageNumber !== undefined && this.ring.messageNumberAt(sequence) !== messageNumber) continue;
      const record = this.ring.at(sequence);
      if (record === undefined || contentBytes > PAGE_CONTENT_BYTES) break;
      const event = describeRecord(sequence, record, this.ports);
      const content = withContents ? this.describeContent(record) : undefined;
      events.push(content === undefined ? event : { ...event, content });
      contentBytes += content === undefined ? 0 : (record.sizeBytes ?? 0);
    }
    return events;
  }

  /** A copy of one record, for those who read many of them; undefined when it is no longer, or not yet, kept. */
  recordAt(sequence: number): TraceRecord | undefined {
    return this.ring.at(sequence);
  }

  /** The content of a message when it was sent; a linear search, for single queries by users. */
  findSend(messageId: string): RecordedSend | undefined {
    const record = this.findSent(messageId);
    return record === undefined ? undefined : this.describeContent(record);
  }

  /** The content of a message that may be gone, as the engine knows contents. */
  findContent(messageId: string): MessageContent | undefined {
    const record = this.findSent(messageId);
    return record === undefined ? undefined : this.contents.read(record);
  }

  /**
   * The content of a `sent` record's message, if it is still known; valid until the end of the turn of the event loop.
   */
  contentOf(record: TraceRecord): MessageContent | undefined {
    return this.contents.read(record);
  }

  clear(): void {
    this.contents.leave(this.ring.lastSequence);
    this.ring.clear();
    this.previews.clear();
    this.caller = undefined;
    this.firstOfCall.clear();
  }

  /** Calls back after every recorded event; returns what ends that. */
  follow(follower: () => void): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

  private findSent(messageId: string): TraceRecord | undefined {
    const number = this.ports.messageNumber(messageId);
    if (number === undefined) return undefined;
    for (let sequence = this.ring.lastSequence; sequence >= this.ring.firstSequence; sequence--) {
      if (this.ring.messageNumberAt(sequence) !== number) continue;
      const record = this.ring.at(sequence);
      if (record?.content !== undefined) return record;
    }
    return undefined;
  }

  private describeContent(record: TraceRecord): RecordedSend | undefined {
    const { queueArn, at, messageNumber } = record;
    const content = this.contents.read(record);
    if (content === undefined || queueArn === undefined || messageNumber === undefined) return undefined;
    return describeSend(content, { queueArn, sentAt: at, messageId: this.ports.messageId(messageNumber) });
  }

  private keepContent(record: TraceRecord, content: MessageContent): void {
    copyContent(record, content);
    this.keepPreview(record, content);
    if (this.remembersContents) this.contents.keep(record, content);
  }

  /** The place is that of the record that the next one, this one, is written over. */
  private keepPreview(record: TraceRecord, { body }: MessageContent): void {
    record.previews = this.previews;
    record.previewPlace = this.ring.placeOf(this.ring.lastSequence + 1);
    this.previews.write(record.previewPlace, body);
  }

  /** Those that are known. */
  private findNumbers(messageIds: readonly string[]): readonly number[] {
    return messageIds
      .map((id) => this.ports.messageNumber(id))
      .filter((number): number is number => number !== undefined);
  }

  /** Remembers that the event that comes next is the first of a call. */
  private open(caller: Caller): void {
    if (this.firstOfCall.has(caller)) return;
    if (this.caller !== undefined) {
      if (this.firstOfCall.size >= MAXIMUM_OPEN_CALLS) this.firstOfCall.clear();
      this.firstOfCall.set(this.caller, this.firstOfCaller);
    }
    this.caller = caller;
    this.firstOfCaller = this.ring.lastSequence + 1;
  }

  /** The number of the first event of a call that has ended. */
  private close(caller: Caller): number | undefined {
    if (caller === this.caller) {
      this.caller = undefined;
      return this.firstOfCaller;
    }
    const first = this.firstOfCall.get(caller);
    if (first !== undefined) this.firstOfCall.delete(caller);
    return first;
  }

  private add(record: TraceRecord): void {
    if (this.ring.isFull) this.contents.leave(this.ring.firstSequence);
    this.ring.push(record);
    for (const listener of this.listeners) listener(record);
    for (const follower of this.followers) follower();
  }
}
