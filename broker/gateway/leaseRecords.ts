import type { Caller } from '../engine/base/caller.ts';
import { TraceRecord } from '../trace/record.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import type { Lease } from './leaseBook.ts';
import type { WantedTimeout } from './visibilityHolds.ts';

/** Where events of receives are recorded that no call of a program made. */
export interface RecordPorts {
  readonly recorder: TraceRecorder;
  /** Epoch ms. */
  readonly now: () => number;
}

/** A call of the gateway for a program that is paused. */
export interface Extension {
  /** What it changed. */
  readonly made: readonly WantedTimeout[];
  readonly queueArn: string;
  readonly error: string | undefined;
  readonly durationMs: number;
  readonly caller: Caller;
}

const OF_GATEWAY = 'Extended by the gateway while the program is paused.';
const OF_UNKNOWN = `${OF_GATEWAY} How long it was hidden before is not known.`;

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
  const { made, queueArn, error, durationMs, caller } = extension;
  for (const { lease, timeoutSeconds, isTimeoutKnown } of made) {
    const record = new TraceRecord('visibilityChanged', now(), queueArn);
    copyLease(record, lease);
    record.caller = caller;
    record.receiptHandle = lease.receiptHandle;
    record.timeoutMs = timeoutSeconds * 1_000;
    record.detail = isTimeoutKnown ? OF_GATEWAY : OF_UNKNOWN;
    recorder.recordObserved(record, caller);
  }
  recorder.recordCall({
    action: caller.action,
    queueArn,
    caller,
    payloadBytes: 0,
    billedRequests: 1,
    messageCount: made.length,
    durationMs,
    error: error === undefined ? undefined : { code: 'HoldFailed', message: error },
  });
}
