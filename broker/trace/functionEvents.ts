import type { Caller } from '../engine/base/caller.ts';
import type { InvokedFunction } from '../protocol/invocation.ts';
import type { RecordedError, TraceRecord } from './record.ts';

/** An invocation of a function, for the trace. */
export interface InvocationEvent {
  readonly kind: 'invoked' | 'invocationEnded' | 'invocationFailed' | 'errorLogged';
  /** Of the event source mapping; undefined: another caller. */
  readonly queueArn: string | undefined;
  /** Its environment, with the invocation. */
  readonly caller: Caller;
  readonly invoked: InvokedFunction;
  /** Of its first messages, on `invoked`. */
  readonly messageIds?: readonly string[] | undefined;
  /** ms of real time. */
  readonly durationMs?: number;
  readonly error?: RecordedError | undefined;
  /** The line, on `errorLogged`. */
  readonly detail?: string;
}

/** What an event source mapping made of a message, for the trace. */
export interface MappedEvent extends Pick<TraceRecord, 'receiptHandle' | 'groupId' | 'cause' | 'detail'> {
  readonly kind: 'filteredOut' | 'batchItemFailed';
  readonly queueArn: string;
  readonly messageId: string;
  readonly caller: Caller;
}
