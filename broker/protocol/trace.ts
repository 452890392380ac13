import type { FaultKind } from './faults.ts';
import type { RecordedSend } from './message.ts';
import { type NoParams, notification, request } from './method.ts';

/** What can happen, in the order of a message's life. */
export const TRACE_EVENT_KINDS = [
  'sent',
  'deduplicated',
  'visible',
  'received',
  'visibilityChanged',
  'held',
  'released',
  'expired',
  'deleted',
  'movedToDeadLetter',
  'redriven',
  'retentionExpired',
  'purged',
  'emptyReceive',
  'rejected',
  'fault',
  'queueCreated',
  'queueChanged',
  'queueDeleted',
  /** A purge or the deletion of a queue: its messages come back, without events of their own. */
  'undone',
  'clockAdvanced',
] as const;

export type TraceEventKind = (typeof TRACE_EVENT_KINDS)[number];

/** Who made a call. */
export interface ConsumerInfo {
  /** Stable for one program run under one access key: the key id, plus the SDK when several share a key. */
  readonly id: string;
  /** What to show: the debug session's name, else the SDK and language, else the key id. */
  readonly name: string;
  readonly kind: 'debugSession' | 'program' | 'editor';
  readonly accessKeyId: string;
  /** Such as `aws-sdk-js/3.1169.0`, from the user agent. */
  readonly sdk?: string;
  readonly language?: string;
  /** Of a debug session's program, when the debugger has told it. */
  readonly processId?: number;
}

/** How many messages a queue held just after an event, as the broker counts them. */
export interface QueueDepth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** ms since the send of its oldest message; absent: it was empty. */
  readonly oldestAgeMs?: number;
}

/** One thing that happened. Fields that do not apply are absent. */
export interface TraceEvent {
  /** Rises by one with every event of a broker run; gaps mean dropped events. */
  readonly sequence: number;
  /** Epoch ms on the broker's clock. */
  readonly at: number;
  readonly kind: TraceEventKind;
  readonly queueArn?: string;
  readonly messageId?: string;
  readonly groupId?: string;
  readonly consumer?: ConsumerInfo;
  /** The API action, such as `ReceiveMessage`. */
  readonly action?: string;
  readonly requestId?: string;
  readonly receiptHandle?: string;
  /** After this event. */
  readonly receiveCount?: number;
  /** ms since the message was sent. */
  readonly ageMs?: number;
  /** ms since the receive that this event ends or changes. */
  readonly inFlightMs?: number;
  /** The visibility timeout or delay that starts here. */
  readonly timeoutMs?: number;
  readonly sizeBytes?: number;
  /** Billed requests of the call, on its first event. */
  readonly chunks?: number;
  /** First 256 characters of the body, on `sent`. */
  readonly preview?: string;
  readonly error?: { readonly code: string; readonly message: string };
  /** On `fault`: which one. */
  readonly fault?: FaultKind;
  /** Of the call, from request to answer, in ms, on its first event. */
  readonly durationMs?: number;
  /** On `sent`: the one message that the sender had in flight when it sent this one. */
  readonly causedBy?: string;
  /** On `sent`: the trace id of AWSTraceHeader (`Root`) or of a `traceparent` attribute; messages of one flow share it. */
  readonly flowId?: string;
  /** The other queue of a move. */
  readonly otherQueueArn?: string;
  /** Of the queue, on everything that the queue itself did: not on refused calls, empty receives and faults. */
  readonly depth?: QueueDepth;
  /** Of the other queue of a move. */
  readonly otherDepth?: QueueDepth;
  /** On `clockAdvanced`: how far the clock moved, ms; negative: back. */
  readonly movedMs?: number;
  /** On `clockAdvanced`: back to real time. Everything kept its age, so no time passed. */
  readonly isReset?: boolean;
  /** On `redriven`: the id that the message has in the other queue. */
  readonly otherMessageId?: string;
  /** For people, what the fields do not say; of a refusal by policies the whole evaluation, a line for each step. */
  readonly detail?: string;
  /** What the message said, on `sent`, when {@link ReadTraceParams.withContents} asked for it and it is still known. */
  readonly content?: RecordedSend;
}

export interface SubscribeTraceParams {
  /** Send the kept events after this sequence number first; absent: only new ones; 0: all that are kept. */
  readonly afterSequence?: number;
}

export interface SubscribeTraceResult {
  readonly subscriptionId: string;
  /** Of the newest event now; 0 before the first. */
  readonly lastSequence: number;
  /** Of the oldest event still kept. */
  readonly firstSequence: number;
}

export interface TraceEventsParams {
  readonly subscriptionId: string;
  readonly events: readonly TraceEvent[];
  /** Events left out between the previous batch and this one because the client was slow; they can be read again. */
  readonly dropped: number;
}

export interface ReadTraceParams {
  readonly afterSequence: number;
  /** 1-1,000. */
  readonly limit: number;
  /** Only events of this message. */
  readonly messageId?: string;
  /** Adds to each `sent` event what was sent, for saving. The answer then ends early at about 4 MiB of contents. */
  readonly withContents?: boolean;
}

export const subscribeTrace = request<SubscribeTraceParams, SubscribeTraceResult>(
  'queueside/trace/subscribe',
);
export const unsubscribeTrace = request<{ readonly subscriptionId: string }, null>(
  'queueside/trace/unsubscribe',
);
/** Reads kept events again, for a gap or one message's life. */
export const readTrace = request<ReadTraceParams, { readonly events: readonly TraceEvent[] }>(
  'queueside/trace/read',
);
/** Forgets all events up to `lastSequence`; numbers go on rising. */
export const clearTrace = request<NoParams, { readonly lastSequence: number }>('queueside/trace/clear');
/** At most 64 events or 30 ms a batch. */
export const traceEvents = notification<TraceEventsParams>('queueside/trace/events');
