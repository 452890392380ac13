import type { Caller } from '../engine/base/caller.ts';
import type { ContentHandle } from '../engine/base/content.ts';
import type { FaultKind } from '../protocol/faults.ts';
import type { FilterMiss, InvokedFunction, ItemFailureCause } from '../protocol/invocation.ts';
import type { TraceEventKind } from '../protocol/trace.ts';
import type { Previews } from './previews.ts';

/** How many messages a queue held. One is made with every event: its members are always the same. */
export interface RecordedDepth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Of the oldest message; undefined: it was empty. */
  readonly oldestAgeMs: number | undefined;
}

/** What a worker pool tells with its events. Times are in ms. */
export interface RecordedPool {
  readonly name: string;
  /** The type of its policy. */
  readonly policy: string;
  /** On `poolScaled`. */
  readonly scaled?: {
    readonly from: number;
    readonly to: number;
    /** What the policy follows, such as `visible`. */
    readonly metric: string | undefined;
    /** How often it turned from growing to shrinking or back in the last ten minutes, with this change. */
    readonly turns: number;
    readonly cooldownMs: number;
    /** Of the last growth: when it was (epoch ms), and how long it took until the queue was empty. */
    readonly drained: { readonly from: number; readonly ms: number } | undefined;
  };
  /** On `poolProcess`. */
  readonly process?: {
    readonly name: string;
    readonly did:
      | 'start'
      | 'serve'
      | 'drain'
      | 'stop'
      | 'ignoreStop'
      | 'receiveLate'
      | 'kill'
      | 'end'
      | 'crash';
    readonly leases: number;
    readonly graceMs: number;
    /** Since when it has its state, epoch ms. */
    readonly since: number;
  };
  /** On `poolBlocked`: an alarm of its policy that has no data. */
  readonly alarmWithoutData?: string | undefined;
}

export interface RecordedError {
  readonly code: string;
  readonly message: string;
}

/** A function with its batch: of the messages, only numbers are kept. */
export interface RecordedInvocation extends Omit<InvokedFunction, 'messageIds'> {
  /** Of the first messages, at most 100; on `invoked`. */
  readonly messageNumbers: readonly number[];
}

/**
 * What is known of an event, as it goes to those who look at it at once, into the {@link RecordRing}, and out of that
 * again: numbers and references that cost nothing to copy. Never a message
 * or a delivery, which would keep their bodies in memory for as long as the trace remembers them; of contents there is a
 * bounded memory ({@link ContentMemory}).
 */
export class TraceRecord {
  readonly kind: TraceEventKind;
  /** Epoch ms on the broker's clock. */
  readonly at: number;
  readonly queueArn: string | undefined;
  /** The engine's number of the message, from which its id is computed. */
  messageNumber: number | undefined = undefined;
  groupId: string | undefined = undefined;
  /** The caller, or the consumer whose message was affected. */
  caller: Caller | undefined = undefined;
  receiptHandle: string | undefined = undefined;
  receiveCount: number | undefined = undefined;
  /** Epoch ms of the message's send. */
  sentAt: number | undefined = undefined;
  /** Epoch ms of the receive that this event ends or changes. */
  receivedAt: number | undefined = undefined;
  timeoutMs: number | undefined = undefined;
  sizeBytes: number | undefined = undefined;
  /** What its queue held just after it. */
  depth: RecordedDepth | undefined = undefined;
  /** Where its preview is. */
  previews: Previews | undefined = undefined;
  previewPlace = -1;
  /** Billed requests; known when the call that the event belongs to ends. */
  chunks: number | undefined = undefined;
  otherQueueArn: string | undefined = undefined;
  otherDepth: RecordedDepth | undefined = undefined;
  /** On `clockAdvanced`: by how much, ms. */
  movedMs: number | undefined = undefined;
  /** On `clockAdvanced`: back to real time. */
  isReset = false;
  detail: string | undefined = undefined;
  /** On `deleted`: its visibility timeout had run out. */
  isLate = false;
  /** No response said it: it follows from others. */
  isInferred = false;
  /** On `rejected`: some entries of a batch failed, and the call did not. */
  isPartial = false;
  pool: RecordedPool | undefined = undefined;
  invoked: RecordedInvocation | undefined = undefined;
  cause: FilterMiss | ItemFailureCause | undefined = undefined;
  fault: FaultKind | undefined = undefined;
  /** From request to answer, ms; known when the call that the event belongs to ends. */
  durationMs: number | undefined = undefined;
  /** Number of the one message that the sender had in flight. */
  causedBy: number | undefined = undefined;
  flowId: string | undefined = undefined;
  /** Number of the message in the other queue of a move. */
  otherMessageNumber: number | undefined = undefined;
  /** What was sent, as long as there is room for it: a handle of the trace's own store. */
  content: ContentHandle | undefined = undefined;
  error: RecordedError | undefined = undefined;

  constructor(kind: TraceEventKind, at: number, queueArn: string | undefined) {
    this.kind = kind;
    this.at = at;
    this.queueArn = queueArn;
  }

  /** First characters of the body, on `sent`; valid while the trace keeps the event. */
  get preview(): string | undefined {
    return this.previews?.read(this.previewPlace);
  }
}
