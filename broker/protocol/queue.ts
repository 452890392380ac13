import { type NoParams, notification, request } from './method.ts';

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
}

export interface QueueDetails extends QueueSummary {
  /** All attributes as GetQueueAttributes `All` returns them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface CreateQueueParams {
  readonly name: string;
  /** In SQS's spelling; values are strings. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface QueueParams {
  readonly queueArn: string;
}

export interface SetQueueAttributesParams extends QueueParams {
  readonly attributes: Readonly<Record<string, string>>;
}

/** A move of all messages out of a dead-letter queue, by the rules of StartMessageMoveTask. */
export interface RedriveQueueParams extends QueueParams {
  /** Absent: each message goes back to the queue that it came from. */
  readonly toQueueArn?: string;
  /** 1-500 messages a second; absent: the broker's choice. */
  readonly maxPerSecond?: number;
}

/** What came back of a purged or deleted queue. */
export interface UndoneQueue {
  readonly messages: number;
  /** Messages that the data folder does not hold any more. */
  readonly missing: number;
}

export interface UndoProgress {
  readonly queueArn: string;
  readonly done: number;
  readonly total: number;
}

/** What the queues look like now: a full snapshot, never a delta. */
export interface QueuesSnapshot {
  readonly queues: readonly QueueSummary[];
  /** Epoch ms on the broker's clock. */
  readonly now: number;
  /** Of the newest event of the trace: the counts include everything up to it, and nothing after. */
  readonly sequence: number;
}

export const listQueues = request<NoParams, QueuesSnapshot>('queueside/queue/list');
export const getQueue = request<QueueParams, QueueDetails>('queueside/queue/get');
export const createQueue = request<CreateQueueParams, QueueSummary>('queueside/queue/create');
export const deleteQueue = request<QueueParams, { readonly messagesLost: number }>('queueside/queue/delete');
export const purgeQueue = request<QueueParams, { readonly messagesLost: number }>('queueside/queue/purge');
export const setQueueAttributes = request<SetQueueAttributesParams, QueueDetails>(
  'queueside/queue/setAttributes',
);
/** Moves a dead-letter queue's messages; answers when the move has begun. The trace tells of each message. */
export const redriveQueue = request<RedriveQueueParams, { readonly toMove: number }>(
  'queueside/queue/redrive',
);
/** Puts the messages of the newest purge back, as far as the data folder still holds them. */
export const undoPurge = request<QueueParams, UndoneQueue>('queueside/queue/undoPurge');
/** Makes a deleted queue again, with its settings, tags and messages. */
export const undoDelete = request<QueueParams, UndoneQueue>('queueside/queue/undoDelete');
/** Sent to every session at most every 100 ms while messages are being put back. */
export const undoProgressed = notification<UndoProgress>('queueside/queue/undoProgressed');
/** Sent to every session at most every 100 ms while something about the queues changes. */
export const queuesChanged = notification<QueuesSnapshot>('queueside/queue/changed');
