import type { Caller } from '../base/caller.ts';
import type { MessageContent } from '../base/content.ts';
import type { Engine } from '../engine.ts';
import type { EngineEvent } from '../events.ts';
import { Message } from '../state/message.ts';
import type { Queue } from '../state/queue.ts';
import { readOrSetAside } from './unreadable.ts';
import { enqueue, withdraw } from './transitions.ts';

/*
 * Taking back what the editor did to messages. Like the edits, these expect the engine between `begin` and `settle`.
 */

/** A message as it was before an edit took it out of its queue. */
export interface RemovedMessage {
  readonly queueArn: string;
  readonly number: number;
  readonly sizeBytes: number;
  readonly groupId: string | undefined;
  readonly sequenceNumber: string | undefined;
  /** Its place in the order of delivery. */
  readonly turn: number;
  /** Its place in its message group. */
  readonly lanePlace: number;
  /** Epoch ms. */
  readonly sentAt: number;
  /** Epoch ms of the end of its delay; 0: none. */
  readonly delayedUntil: number;
  readonly receiveCount: number;
  readonly firstReceivedAt: number;
  readonly deadLetterSourceArn: string | undefined;
}

/** What an undo needs to know of a message, besides its content. */
export function describeRemoved(
  { timers }: Engine,
  message: Message,
  sequenceNumber: string | undefined,
): RemovedMessage {
  const { queue, number, sizeBytes, groupId, turn, lanePlace, sentAt, delay } = message;
  const { receiveCount, firstReceivedAt, deadLetterSourceArn } = message;
  const delayedUntil = delay === undefined ? 0 : (timers.deadlineOf(delay) ?? 0);
  return {
    queueArn: queue.arn,
    number,
    sizeBytes,
    groupId,
    sequenceNumber,
    turn,
    lanePlace,
    sentAt,
    delayedUntil,
    receiveCount,
    firstReceivedAt,
    deadLetterSourceArn,
  };
}

/** Moves the times of a removed message, as `shiftTimes` does with those of the messages in the queues. */
export function shiftRemoved(removed: RemovedMessage, byMs: number): RemovedMessage {
  const { sentAt, delayedUntil, firstReceivedAt } = removed;
  return {
    ...removed,
    sentAt: sentAt + byMs,
    delayedUntil: delayedUntil === 0 ? 0 : delayedUntil + byMs,
    firstReceivedAt: firstReceivedAt === 0 ? 0 : firstReceivedAt + byMs,
  };
}

/** A content that stays as it is when its message is gone: what was read of a store may be a view into it. */
export function copyContent(content: MessageContent): MessageContent {
  const { body, attributes } = content;
  return {
    ...content,
    body: new Uint8Array(body),
    attributes: attributes?.map((each) =>
      typeof each.value === 'string' ? each : { ...each, value: new Uint8Array(each.value) },
    ),
  };
}

/** Why a message is not put back. */
export type UndoRefusal =
  /** Its queue was deleted. */
  | 'noQueue'
  /** Its retention has ended. */
  | 'expired'
  /** It is no longer in the queue that it was moved to. */
  | 'notWaiting'
  | 'inFlight'
  | 'unreadable';

/** A message to put back: a deleted one with its content, or one that was moved, if it is still where it was moved to. */
export type Restorable =
  | { readonly removed: RemovedMessage; readonly content: MessageContent }
  | { readonly removed: RemovedMessage; readonly moved: Message | undefined };

/**
 * Puts messages back to their places, with their ids and their counts; receipt handles of before stay void. Deleted ones
 * are all in their queue before the first event, so that a store finds room for them at once.
 * @returns for each, why it was not put back; undefined: it was
 */
export function restoreEdited(
  engine: Engine,
  edited: readonly Restorable[],
  caller: Caller,
  now: number,
): (UndoRefusal | undefined)[] {
  const events: EngineEvent[] = [];
  const refusals = edited.map((each) => {
    if ('moved' in each) return restoreMoved(engine, each.removed, each.moved, caller, now);
    const message = restoreDeleted(engine, each.removed, each.content, now);
    if (typeof message === 'string') return message;
    events.push({ kind: 'restored', at: now, queue: message.queue, message, caller, isWritten: false });
    return undefined;
  });
  for (const event of events) engine.emit(event);
  return refusals;
}

function restoreDeleted(
  engine: Engine,
  removed: RemovedMessage,
  content: MessageContent,
  now: number,
): Message | UndoRefusal {
  const target = findTarget(engine, removed, now);
  return typeof target === 'string' ? target : putBack(engine, target, removed, content, now);
}

/** Takes a message out of the queue that it was moved to. Its event comes at once: its content is only read for that long. */
function restoreMoved(
  engine: Engine,
  removed: RemovedMessage,
  moved: Message | undefined,
  caller: Caller,
  now: number,
): UndoRefusal | undefined {
  if (moved === undefined) return 'notWaiting';
  if (moved.state === 'inFlight') return 'inFlight';
  const target = findTarget(engine, removed, now);
  if (typeof target === 'string') return target;
  const content = readOrSetAside(engine, moved);
  if (content === undefined) return 'unreadable';
  const from = moved.queue;
  withdraw(engine, moved);
  const { sequenceNumber } = removed;
  const message = putBack(engine, target, removed, { ...content, sequenceNumber }, now);
  engine.emit({ kind: 'redriven', at: now, queue: from, message: moved, target, moved: message });
  engine.ports.contents.drop(moved.content);
  engine.emit({ kind: 'restored', at: now, queue: target, message, caller, isWritten: true });
  return undefined;
}

function findTarget(engine: Engine, { queueArn, sentAt }: RemovedMessage, now: number): Queue | UndoRefusal {
  const queue = engine.findByArn(queueArn);
  if (queue === undefined) return 'noQueue';
  return Math.min(sentAt, now) + queue.settings.retentionSeconds * 1000 <= now ? 'expired' : queue;
}

function putBack(
  engine: Engine,
  queue: Queue,
  removed: RemovedMessage,
  content: MessageContent,
  now: number,
): Message {
  const { number, sizeBytes, groupId, turn, lanePlace, receiveCount, firstReceivedAt, deadLetterSourceArn } =
    removed;
  // The clock may have been set back since.
  const sentAt = Math.min(removed.sentAt, now);
  const message = new Message(number, queue, engine.ports.contents.keep(content), sentAt, sizeBytes, groupId);
  message.turn = turn;
  message.lanePlace = lanePlace;
  if (receiveCount > 0) {
    message.receiveCount = receiveCount;
    message.firstReceivedAt = Math.min(firstReceivedAt, now);
  }
  if (deadLetterSourceArn !== undefined) {
    message.deadLetterSourceArn = deadLetterSourceArn;
    message.receivesElsewhere = receiveCount;
  }
  // A standard queue goes by the turn; a message group by the places in it.
  const delayMs = Math.max(0, removed.delayedUntil - now);
  enqueue(engine, message, delayMs, now, (other) => other.lanePlace > lanePlace);
  return message;
}
