/** The messages between the extension host and the queue editor. Plain data only, so that it survives `postMessage`. */
import type { QueueKind, QueueProblem } from '../broker/protocol/queue.ts';
import type { BrokerView, PlaceView, QueueAddress, RequestFailure } from './protocol.ts';

type Values = Readonly<Record<string, string>>;

/** A queue as the editor shows it: what GetQueueAttributes and ListQueueTags return. */
export interface EditedQueue {
  readonly name: string;
  readonly arn: string;
  readonly kind: QueueKind;
  readonly attributes: Values;
  readonly tags: Values;
}

/** A queue that can be named in a policy. */
export interface KnownQueue {
  readonly name: string;
  readonly arn: string;
  readonly kind: QueueKind;
}

/** A queue that is created first, to take the dead letters of the other. */
export interface NewDeadLetterQueue {
  readonly name: string;
  readonly maxReceiveCount: number;
}

/** What to write; without `RedrivePolicy` if the dead-letter queue is to be created. */
export interface QueueDraft {
  readonly attributes: Values;
  /** All tags of a new queue; those to set of an existing one. */
  readonly tags: Values;
  readonly newDeadLetterQueue?: NewDeadLetterQueue;
}

/** A field that a command turned the editor to, with the value that it suggests. */
export interface WantedField {
  readonly attribute: string;
  readonly value?: string;
}

/** What the page is about, and all that it needs to know. */
export interface EditorStart {
  readonly broker: BrokerView;
  /** Of the queue; the page keeps it, so that it can be restored. Absent: one to create. */
  readonly address?: QueueAddress;
  /** Where a queue is to be created; the page keeps it, too. */
  readonly connectionId?: string;
  /** The queue’s connection, where it is not the local broker. */
  readonly place?: PlaceView;
  readonly queues: readonly KnownQueue[];
  /** Of body and attributes; absent while it is not known. */
  readonly maximumMessageBytes?: number;
  /** `create`: the queue is not there yet. `gone`: it was deleted. Absent: it cannot be read now. */
  readonly queue?: EditedQueue | 'create' | 'gone';
  readonly field?: WantedField;
}

export type ApplyOutcome =
  | { readonly kind: 'applied'; readonly queue: EditedQueue }
  /** Nothing was changed: someone else has changed the same values. */
  | { readonly kind: 'changedMeanwhile'; readonly queue: EditedQueue }
  | { readonly kind: 'failed'; readonly failure: RequestFailure };

export type HostToQueueEditor =
  | (EditorStart & { readonly type: 'initialize' })
  /** The queue was read again. */
  | { readonly type: 'queueRead'; readonly queue: EditedQueue | 'gone' }
  | { readonly type: 'brokerChanged'; readonly broker: BrokerView }
  | { readonly type: 'queuesChanged'; readonly queues: readonly KnownQueue[] }
  | { readonly type: 'placeChanged'; readonly place: PlaceView }
  | { readonly type: 'showField'; readonly field: WantedField }
  | {
      readonly type: 'checked';
      readonly requestId: number;
      readonly problems: readonly QueueProblem[];
      readonly messagesLost: number;
    }
  | { readonly type: 'applied'; readonly requestId: number; readonly outcome: ApplyOutcome };

export type QueueEditorToHost =
  | { readonly type: 'ready' }
  | { readonly type: 'startBroker' }
  | { readonly type: 'showLog' }
  /** Opens an empty form, for a queue of the same connection. */
  | { readonly type: 'createQueue' }
  /** Connects to the endpoint that the queue is on. */
  | { readonly type: 'connect' }
  /** Closes the editor. */
  | { readonly type: 'close' }
  | {
      readonly type: 'check';
      readonly requestId: number;
      /** Of a queue to create. */
      readonly name?: string;
      readonly attributes: Values;
      /** All that it would have. */
      readonly tags: Values;
    }
  | {
      readonly type: 'apply';
      readonly requestId: number;
      readonly draft: QueueDraft;
      readonly removedTags: readonly string[];
      /** What the user has seen of the values to change. */
      readonly expected: { readonly attributes: Values; readonly tags: Values };
    }
  | { readonly type: 'create'; readonly requestId: number; readonly name: string; readonly draft: QueueDraft }
  | { readonly type: 'copy'; readonly text: string };
