import type { ApiCall } from '../apiCall.ts';
import type { Caller } from '../engine/caller.ts';
import type { EngineEvent } from '../engine/events.ts';
import type { Message } from '../engine/message.ts';
import type { TraceEvent } from '../protocol/trace.ts';
import { recordApiCall } from './fromCall.ts';
import { recordEngineEvent } from './fromEngine.ts';
import { TraceRecord } from './record.ts';
import { Ring } from './ring.ts';
import { describeRecord, type TraceNames } from './traceEvent.ts';

/** Events kept unless told otherwise: 15 MB and the previews, about 40 MB when full. */
export const TRACE_CAPACITY = 100_000;

/** Calls whose first event still waits for the call's end. More only when long polls end without a report. */
const MAXIMUM_OPEN_CALLS = 10_000;

export interface TracePorts extends TraceNames {
  /** Epoch ms on the broker's clock. */
  now(): number;
  /** The number of the message with this id; undefined for an id that is none of this broker's. */
  messageNumber(messageId: string): number | undefined;
  /** First characters of a stored message's body. */
  preview(message: Message): string;
}

/** Keeps what happened lately. Recording copies a few numbers; everything else waits until somebody reads. */
export class TraceRecorder {
  private readonly ports: TracePorts;
  private readonly ring: Ring<TraceRecord>;
  private readonly firstOfCall = new Map<Caller, TraceRecord>();
  private readonly followers = new Set<() => void>();

  constructor(ports: TracePorts, capacity: number = TRACE_CAPACITY) {
    this.ports = ports;
    this.ring = new Ring(capacity);
  }

  get firstSequence(): number {
    return this.ring.firstSequence;
  }

  get lastSequence(): number {
    return this.ring.lastSequence;
  }

  recordEvent(event: EngineEvent): void {
    const record = recordEngineEvent(event, this.ports);
    if ('caller' in event && !this.firstOfCall.has(event.caller)) {
      if (this.firstOfCall.size >= MAXIMUM_OPEN_CALLS) this.firstOfCall.clear();
      this.firstOfCall.set(event.caller, record);
    }
    this.add(record);
  }

  recordCall(call: ApiCall): void {
    const first = this.firstOfCall.get(call.caller);
    if (first !== undefined) {
      first.chunks = call.billedRequests;
      this.firstOfCall.delete(call.caller);
    }
    const record = recordApiCall(call, this.ports.now());
    if (record !== undefined) this.add(record);
  }

  recordAdvance(byMs: number, caller: Caller): void {
    const record = new TraceRecord('clockAdvanced', this.ports.now(), undefined);
    record.caller = caller;
    record.timeoutMs = byMs;
    this.add(record);
  }

  /** Up to `limit` kept events after this sequence number; with a message id only those of that message. */
  read(afterSequence: number, limit: number, messageId?: string): readonly TraceEvent[] {
    const messageNumber = messageId === undefined ? undefined : this.ports.messageNumber(messageId);
    if (messageId !== undefined && messageNumber === undefined) return [];
    const events: TraceEvent[] = [];
    const start = Math.max(afterSequence + 1, this.ring.firstSequence);
    for (let sequence = start; sequence <= this.ring.lastSequence && events.length < limit; sequence++) {
      const record = this.ring.at(sequence);
      if (record === undefined) break;
      if (messageNumber !== undefined && record.messageNumber !== messageNumber) continue;
      events.push(describeRecord(sequence, record, this.ports));
    }
    return events;
  }

  clear(): void {
    this.ring.clear();
    this.firstOfCall.clear();
  }

  /** Calls back after every recorded event; returns what ends that. */
  follow(follower: () => void): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

  private add(record: TraceRecord): void {
    this.ring.push(record);
    for (const follower of this.followers) follower();
  }
}
