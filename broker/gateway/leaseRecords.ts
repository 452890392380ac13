import type { Caller } from '../engine/base/caller.ts';
import { TraceRecord } from '../trace/record.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import type { Lease } from './leaseBook.ts';

/** Where events of receives are recorded that no call of a program made. */
export interface RecordPorts {
  readonly recorder: TraceRecorder;
  /** Epoch ms. */
  readonly now: () => number;
}

/** A call of the gateway for a program that is paused. */
export interface Extension {
  readonly leases: readonly Lease[];
  /** Of each of them. */
  readonly timeoutsMs: readonly number[];
  readonly queueArn: string;
  readonly error: string | undefined;
  readonly durationMs: number;
  readonly caller: Caller;
}

const OF_GATEWAY = 'Extended by the gateway while the program is paused.';

/** What the trace says of a receive with each of its events. */
export function copyLease(record: TraceRecord, lease: Lease): void {
  record.messageNumber = lease.messageNumber;
  record.groupId = lease.groupId;
  record.receiveCount = lease.receiveCount;
  record.sentAt = lease.sentAt;
  record.receivedAt = lease.receivedAt;
}

/** The messages of a paused program are held, or it continues. */
export function recordHeld({ recorder, now }: RecordPorts, kind: 'held' | 'released', lease: Lease): void {
  const record = new TraceRecord(kind, now(), lease.queueArn);
  copyLease(record, lease);
  record.caller = lease.caller;
  record.receiptHandle = lease.receiptHandle;
  recorder.recordObserved(record, undefined);
}

/** @param detail why that follows */
export function recordExpired({ recorder, now }: RecordPorts, lease: Lease, detail: string): void {
  const record = new TraceRecord('expired', now(), lease.queueArn);
  copyLease(record, lease);
  record.caller = lease.caller;
  record.receiptHandle = lease.receiptHandle;
  record.isInferred = true;
  record.detail = detail;
  recorder.recordObserved(record, undefined);
}

/** The gateway has extended receives of a program that is paused, by one call. */
export function recordExtension({ recorder, now }: RecordPorts, extension: Extension): void {
  const { leases, timeoutsMs, queueArn, error, durationMs, caller } = extension;
  for (const [index, lease] of leases.entries()) {
    const record = new TraceRecord('visibilityChanged', now(), queueArn);
    copyLease(record, lease);
    record.caller = caller;
    record.receiptHandle = lease.receiptHandle;
    record.timeoutMs = timeoutsMs[index];
    record.detail = OF_GATEWAY;
    recorder.recordObserved(record, caller);
  }
  recorder.recordCall({
    action: caller.action,
    queueArn,
    caller,
    payloadBytes: 0,
    billedRequests: 1,
    messageCount: leases.length,
    durationMs,
    error: error === undefined ? undefined : { code: 'HoldFailed', message: error },
  });
}
