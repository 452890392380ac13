import type { FaultKind } from './faults.ts';
import type { FilterMiss, IgnoredReportCause, InvokedFunction, ItemFailureCause } from './invocation.ts';
import type { RecordedSend } from './message.ts';
import { NAME, SEQUENCE } from './commonShapes.ts';
import { NO_PARAMS, notification, request, type } from './method.ts';
import { optional, shape, wholeNumber, yesOrNo } from './shape.ts';

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
  /** A purge or the deletion of a queue was undone: its messages are restored, without their own events. */
  'undone',
  'clockAdvanced',
  /** An alarm went from one state to another. */
  'alarmChanged',
  /** The size of a worker pool was changed. */
  'poolScaled',
  /** A process of a worker pool was started, is in service, is being ended, or has ended. */
  'poolProcess',
  /** The policy of a worker pool cannot decide. */
  'poolBlocked',
  /** A process of a worker pool ended while it had this message in flight. */
  'leaseLost',
  /** An invocation of a function began: it has an environment, which may have to start first. */
  'invoked',
  /** An invocation of a function is over: the function returned. */
  'invocationEnded',
  /** An invocation of a function is over: it failed. */
  'invocationFailed',
  /** In an invocation that returned, the process of a function wrote a line that looks like an error. */
  'errorLogged',
  /** An event source mapping deleted the message, because none of its filters matches. */
  'filteredOut',
  /** The message was in a batch, and comes again: the function failed, or reported it. */
  'batchItemFailed',
  /** A fault was injected into a function. */
  'functionFault',
] as const;

export type TraceEventKind = (typeof TRACE_EVENT_KINDS)[number];

/** Who made a call. */
export interface ConsumerInfo {
  /**
   * Stable for one program run under one access key: the key id, plus the SDK and, once it is known, the process id when
   * several share a key.
   */
  readonly id: string;
  /**
   * The name to show: the debug session's name, otherwise the program and its process id, such as `worker.py (4711)`,
   * otherwise the SDK, otherwise the key id.
   */
  readonly name: string;
  /** `function`: an event source mapping, with the name of its function. */
  readonly kind: 'debugSession' | 'program' | 'editor' | 'function';
  readonly accessKeyId: string;
  /** Such as `aws-sdk-js/3.1169.0`, from the user agent. */
  readonly sdk?: string;
  readonly language?: string;
  /** Process id of the program, if the debugger reported it or the system tells it. */
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
  /** First 256 characters of the body, on `sent`; at a gateway, on the first `received` of a message whose send it did not see. */
  readonly preview?: string;
  readonly error?: { readonly code: string; readonly message: string };
  /** For `fault`: its kind. */
  readonly fault?: FaultKind;
  /** Duration of the call from request to response, in ms, on its first event. */
  readonly durationMs?: number;
  /** On `sent`: the one message that the sender had in flight when it sent this one. */
  readonly causedBy?: string;
  /** On `sent`: the trace id of AWSTraceHeader (`Root`) or of a `traceparent` attribute; messages of one flow share it. */
  readonly flowId?: string;
  /** The other queue of a move. */
  readonly otherQueueArn?: string;
  /** Depth of the queue, on all its events except rejected calls, empty receives and faults. */
  readonly depth?: QueueDepth;
  /** Of the other queue of a move. */
  readonly otherDepth?: QueueDepth;
  /** On `clockAdvanced`: how far the clock moved, ms; negative: back. */
  readonly movedMs?: number;
  /** On `clockAdvanced`: the clock returned to real time. Ages did not change, so no time passed. */
  readonly isReset?: boolean;
  /** At a gateway: no response of the endpoint said it; it follows from others. */
  readonly isInferred?: boolean;
  /** On `redriven`: the id that the message has in the other queue. */
  readonly otherMessageId?: string;
  /**
   * A text for users with details that the fields do not have; for a denial by policies the whole evaluation, one line
   * per step.
   */
  readonly detail?: string;
  /**
   * The request id of the invocation: on `invoked`, `invocationEnded`, `invocationFailed` and `errorLogged`, and on what an event source mapping did with the
   * messages of its batch (`deleted` and `batchItemFailed`).
   */
  readonly invocation?: string;
  /** The environment of that invocation, such as `resize #3`. */
  readonly environment?: string;
  /** On `invoked`, `invocationEnded`, `invocationFailed` and `errorLogged`: the function, and the batch that it got. */
  readonly invoked?: InvokedFunction;
  /**
   * On `filteredOut`: why no filter matches; on `batchItemFailed`: why the message comes again; on `deleted`: that a report
   * of its failure was ignored.
   */
  readonly cause?: FilterMiss | ItemFailureCause | IgnoredReportCause;
  /**
   * The contents of the message, on the events that have a `preview`, if `withContents` of {@link readTrace} asked for them and the
   * broker still has them.
   */
  readonly content?: RecordedSend;
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
  /** Events skipped between the previous batch and this one because the client was slow; they can be read later. */
  readonly dropped: number;
}

/**
 * Starts to send events. Without `afterSequence`, only new events are sent; with it, the stored events after it are
 * sent first (0: all). A connection can have 16 subscriptions; one more ends the oldest.
 */
export const subscribeTrace = request('queueside/trace/subscribe', {
  params: shape({
    /** Send the stored events after this sequence number first; absent: only new ones; 0: all stored ones. */
    afterSequence: optional(SEQUENCE),
  }),
  result: type<SubscribeTraceResult>(),
  stores: 'nothing',
});

/** Ends a subscription. */
export const unsubscribeTrace = request('queueside/trace/unsubscribe', {
  params: shape({ subscriptionId: NAME }),
  result: type<null>(),
  stores: 'nothing',
});

/**
 * Reads stored events, in order, to fill a gap or to show one message. `withContents` adds the contents to each `sent`
 * event if the broker still has them; the result then ends early at about 4 MiB of contents, so call it again until it
 * returns no events.
 */
export const readTrace = request('queueside/trace/read', {
  params: shape({
    afterSequence: SEQUENCE,
    limit: wholeNumber(1, 1000),
    /** Only events of this message. */
    messageId: optional(NAME),
    /** Adds the contents to each `sent` event, for saving. */
    withContents: optional(yesOrNo()),
  }),
  result: type<{ readonly events: readonly TraceEvent[] }>(),
  stores: 'nothing',
});

/** Removes all events up to `lastSequence`, for all clients; sequence numbers continue. */
export const clearTrace = request('queueside/trace/clear', {
  params: NO_PARAMS,
  result: type<{ readonly lastSequence: number }>(),
  stores: 'nothing',
});

/**
 * Sent to the client that subscribed. A batch has at most 64 events and waits at most 30 ms for them. A client with
 * more than 1 MiB unread gets nothing; if it falls 8,192 events behind, it continues with newer events, and `dropped`
 * is the number of events skipped since the previous batch. They can be read later.
 */
export const traceEvents = notification<TraceEventsParams>('queueside/trace/events');
