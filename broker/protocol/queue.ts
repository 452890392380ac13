import { ATTRIBUTES, NAME, TAGS } from './commonShapes.ts';
import { NO_PARAMS, notification, type ParamsOf, request, type } from './method.ts';
import { listOf, optional, shape, text, wholeNumber } from './shape.ts';
import type { UndoableLoss } from './storage.ts';

export type QueueKind = 'standard' | 'fifo';

/** How many messages a queue holds, by state. */
export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** A queue as the tree and the pickers show it. */
export interface QueueSummary {
  /** `arn:aws:sqs:<region>:<account>:<name>`; the key of a queue in all control methods. */
  readonly arn: string;
  readonly name: string;
  /** Reachable at the broker's own endpoint. */
  readonly url: string;
  readonly kind: QueueKind;
  readonly counts: QueueCounts;
  /** Epoch ms of the send of the oldest message, absent when empty. */
  readonly oldestSentAt?: number;
  /** Queues whose redrive policy names this one. Empty: not a dead-letter queue. */
  readonly deadLetterSources: readonly string[];
  /** The ARN that this queue's redrive policy names. */
  readonly deadLetterTarget?: string;
  /** Messages of this queue that a hold keeps in flight. */
  readonly heldCount: number;
  /** Faults are injected into calls or deliveries of this queue; absent: none. */
  readonly hasFaults?: boolean;
  /** Grows with each change of attributes or tags; absent: none since the broker started. */
  readonly revision?: number;
}

export interface QueueDetails extends QueueSummary {
  /** All attributes as GetQueueAttributes `All` returns them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A queue after a change of attributes or tags. */
export interface ChangedQueue extends QueueDetails {
  /** For `queueside/queue/undoChange`. */
  readonly undoId: string;
}

/** A value that the service would reject. */
export interface QueueProblem {
  /** In SQS's spelling: an attribute, `Tags` or `QueueName`. */
  readonly parameter: string;
  readonly message: string;
  /** The part of a policy that it is about, in UTF-16 units. */
  readonly place?: { readonly offset: number; readonly length: number };
}

export interface QueueCheck {
  /** Empty: the service would accept it. */
  readonly problems: readonly QueueProblem[];
  /** Messages that would expire immediately. */
  readonly messagesLost: number;
}

/** What was restored of a purged or deleted queue. */
export interface UndoneQueue {
  readonly messages: number;
  /** Messages that the data folder no longer holds. */
  readonly missing: number;
}

/** What the editor did to messages of a queue, or to the queue, while the broker remembers it. */
export type UndoableEdit = UndoableMessageEdit | UndoableQueueChange;

export interface UndoableMessageEdit {
  readonly kind: 'deleteMessages' | 'moveMessages' | 'redriveMessages';
  readonly undoId: string;
  readonly queueArn: string;
  /** Where they were sent, if one queue was named. */
  readonly toQueueArn?: string;
  /** Epoch ms. */
  readonly at: number;
  /** How many were deleted or moved. */
  readonly messages: number;
}

export interface UndoableQueueChange {
  readonly kind: 'changeQueue';
  readonly undoId: string;
  readonly queueArn: string;
  /** Epoch ms. */
  readonly at: number;
  /** Names of the attributes that were changed. */
  readonly attributes: readonly string[];
  /** Keys of the tags that were changed. */
  readonly tags: readonly string[];
}

export type UndoableChange = UndoableEdit | UndoableLoss;

export interface UndoProgress {
  readonly queueArn: string;
  readonly done: number;
  readonly total: number;
}

/** The current state of all queues: a full snapshot, never a delta. */
export interface QueuesSnapshot {
  readonly queues: readonly QueueSummary[];
  /** Epoch ms on the broker's clock. */
  readonly now: number;
  /** Sequence number of the newest trace event: the counts include everything up to it, and nothing after. */
  readonly sequence: number;
}

const QUEUE = shape({ queueArn: NAME });

/**
 * Lists the queues in the order of their creation, with the time on the broker's clock, and the number of the newest trace event:
 * the counts include everything up to it, and nothing after.
 */
export const listQueues = request('queueside/queue/list', {
  params: NO_PARAMS,
  result: type<QueuesSnapshot>(),
  stores: 'nothing',
});

/** Reads one queue: the summary, all attributes in SQS's spelling, tags. */
export const getQueue = request('queueside/queue/get', {
  params: QUEUE,
  result: type<QueueDetails>(),
  stores: 'nothing',
});

/**
 * Creates a queue by the rules of CreateQueue: if it already exists with the same attributes, the existing queue is
 * returned.
 */
export const createQueue = request('queueside/queue/create', {
  params: shape({
    name: NAME,
    /** In SQS's spelling; values are strings. */
    attributes: optional(ATTRIBUTES),
    tags: optional(TAGS),
  }),
  result: type<QueueSummary>(),
  stores: 'journal',
});

export type CreateQueueParams = ParamsOf<typeof createQueue>;

/** Deletes a queue with its messages. */
export const deleteQueue = request('queueside/queue/delete', {
  params: QUEUE,
  result: type<{ readonly messagesLost: number }>(),
  stores: 'journal',
});

/** Deletes all messages of a queue. At most once in 60 s under the strict limits, as on Amazon SQS. */
export const purgeQueue = request('queueside/queue/purge', {
  params: QUEUE,
  result: type<{ readonly messagesLost: number }>(),
  stores: 'journal',
});

/**
 * Checks attributes and tags by the rules of SetQueueAttributes, or of CreateQueue without `queueArn`, and changes nothing.
 * Returns every problem; that of a policy with its place in the text.
 */
export const checkQueue = request('queueside/queue/check', {
  params: shape({
    /** Absent: a queue that is to be created. */
    queueArn: optional(NAME),
    /** Of a queue that is to be created. */
    name: optional(text(1024)),
    attributes: ATTRIBUTES,
    /** All tags that the queue would have; absent: they stay. */
    tags: optional(TAGS),
  }),
  result: type<QueueCheck>(),
  stores: 'nothing',
});

export type CheckQueueParams = ParamsOf<typeof checkQueue>;

/**
 * Changes attributes and tags, all of them or none, and returns the queue after the change. With `expected`, it changes
 * nothing and fails, with the parameter `expected`, if one of the values to change is another by now. `undoId` is for
 * `queueside/queue/undoChange`.
 */
export const setQueueAttributes = request('queueside/queue/setAttributes', {
  params: shape({
    queueArn: NAME,
    /** An empty policy removes it. */
    attributes: ATTRIBUTES,
    /** Tags to set. */
    tags: optional(TAGS),
    /** Keys of tags to remove. */
    removedTags: optional(listOf(NAME, 100)),
    /** The values that the caller has seen; what is absent was not there. */
    expected: optional(shape({ attributes: ATTRIBUTES, tags: TAGS })),
  }),
  result: type<ChangedQueue>(),
  stores: 'journal',
});

export type SetQueueAttributesParams = ParamsOf<typeof setQueueAttributes>;

/**
 * Starts to move all messages out of a dead-letter queue, by the rules of StartMessageMoveTask; without `toQueueArn`,
 * each returns to its source queue. The trace shows each message.
 */
export const redriveQueue = request('queueside/queue/redrive', {
  params: shape({
    queueArn: NAME,
    /** Absent: each message returns to its source queue. */
    toQueueArn: optional(NAME),
    /** Absent: the broker's choice. */
    maxPerSecond: optional(wholeNumber(1, 500)),
  }),
  result: type<{ readonly toMove: number }>(),
  stores: 'journal',
});

/**
 * Lists what can still be undone, newest first: deletions, moves and redrives of messages (`queueside/message/undo`), changes of
 * queues (`queueside/queue/undoChange`), purges (`queueside/queue/undoPurge`) and deletions of queues
 * (`queueside/queue/undoDelete`). Purges and deletions are listed as long as the journal has the messages.
 */
export const listUndoable = request('queueside/queue/listUndoable', {
  params: NO_PARAMS,
  result: type<{ readonly changes: readonly UndoableChange[] }>(),
  stores: 'nothing',
});

/** Names a purge or a deletion of a queue. */
const LOSS = {
  queueArn: NAME,
  /** As `queueside/queue/listUndoable` names its time, so that no other one is undone; absent: the newest one. */
  at: optional(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
};

/**
 * Restores the messages of the newest purge at the end of the queue, in their order, visible and with their receive
 * counts. `missing` counts messages that the data folder no longer holds. A purge can be undone once. Other calls continue
 * meanwhile.
 */
export const undoPurge = request('queueside/queue/undoPurge', {
  params: shape(LOSS),
  result: type<UndoneQueue>(),
  stores: 'journal',
});

/**
 * Restores a deleted queue with its settings, tags and messages. Fails while a queue with that name exists.
 */
export const undoDelete = request('queueside/queue/undoDelete', {
  params: shape(LOSS),
  result: type<UndoneQueue>(),
  stores: 'journal',
});

/**
 * Gives a queue the values back that it had before `queueside/queue/setAttributes`, once, as long as the broker remembers the
 * change: up to ten minutes. Fails, with the parameter `expected`, if one of them was changed again. Not found once it is
 * forgotten.
 */
export const undoChange = request('queueside/queue/undoChange', {
  params: shape({ undoId: text(64) }),
  result: type<QueueDetails>(),
  stores: 'journal',
});

/** Sent to every initialized client, at most every 100 ms during an undo. */
export const undoProgressed = notification<UndoProgress>('queueside/queue/undoProgressed');

/**
 * Sent to every initialized client while queues change: for the first change immediately, then at most every 100 ms.
 * Always the whole list. A client gets the next list only after it has read the previous one.
 */
export const queuesChanged = notification<QueuesSnapshot>('queueside/queue/changed');
