import type { Caller } from '../base/caller.ts';
import type { ContentHandle } from '../base/content.ts';
import { makeQueue } from './createQueue.ts';
import type { Engine } from '../engine.ts';
import { encodeReceiptHandle } from '../base/identity.ts';
import { Message } from '../state/message.ts';
import { type RestoredMoveTask, resumeMoveTask } from './moveTasks.ts';
import type { Queue, QueueName } from '../state/queue.ts';
import { DEDUPLICATION_SCOPES } from '../../api/queueAttributes.ts';
import type { QueueSettings } from '../rules/queueSettings.ts';
import { deduplicationKey } from '../state/deduplication.ts';
import { discard, enqueue, expireDelivery, startVisibilityTimeout } from './transitions.ts';
import { Delivery } from '../state/delivery.ts';

/*
 * What recovery needs from the engine: state is restored as it was, without rules and without events. Times are epoch
 * ms.
 */

export interface RestoredQueue extends QueueName {
  readonly number: number;
  readonly settings: QueueSettings;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly purgedAt: number;
}

export interface RestoredDelivery {
  readonly receiveCount: number;
  readonly firstReceivedAt: number;
  readonly receivedAt: number;
  /** What is left of the visibility timeout, ms; at most 0: it is over. */
  readonly remainingMs: number;
  readonly caller: Caller;
}

export interface RestoredMessage {
  readonly number: number;
  readonly content: ContentHandle;
  readonly sentAt: number;
  readonly sizeBytes: number;
  readonly groupId: string | undefined;
  /** What is left of the delay, ms; at most 0: none. */
  readonly delayMs: number;
  readonly delivery: RestoredDelivery | undefined;
  readonly deadLetterSourceArn: string | undefined;
}

export function restoreQueue(engine: Engine, saved: RestoredQueue): Queue {
  const queue = makeQueue(engine, saved.number, saved, saved.settings, saved.createdAt);
  queue.modifiedAt = saved.modifiedAt;
  queue.purgedAt = saved.purgedAt;
  for (const [key, value] of Object.entries(saved.tags)) queue.tags.set(key, value);
  engine.insertQueue(queue);
  return queue;
}

/**
 * Puts a message at the end of its queue; the messages of a queue must come in their order.
 * @param precedes before which of the others it belongs instead
 */
export function restoreMessage(
  engine: Engine,
  queue: Queue,
  saved: RestoredMessage,
  now: number,
  precedes?: (other: Message) => boolean,
): Message {
  const { number, content, sentAt, sizeBytes, groupId, delivery } = saved;
  const message = new Message(number, queue, content, sentAt, sizeBytes, groupId);
  if (saved.deadLetterSourceArn !== undefined) message.deadLetterSourceArn = saved.deadLetterSourceArn;
  enqueue(engine, message, saved.delayMs, now, precedes);
  if (delivery !== undefined) restoreDelivery(engine, message, delivery, now);
  return message;
}

function restoreDelivery(engine: Engine, message: Message, saved: RestoredDelivery, now: number): void {
  const { number, queue } = message;
  const { receiveCount, caller, receivedAt, remainingMs } = saved;
  const claim = { queueNumber: queue.number, messageNumber: number, receiveCount };
  message.receiveCount = receiveCount;
  // How many of them were in the queue that it came from, nothing tells: one, if any, was in this queue.
  if (message.deadLetterSourceArn !== undefined)
    message.receivesElsewhere = receivedAt === 0 ? receiveCount : receiveCount - 1;
  queue.shownAge?.noteReceive(message);
  message.firstReceivedAt = saved.firstReceivedAt;
  // A message that was moved keeps its count, but the handles of its receives are void.
  if (receivedAt === 0) return;
  const handle = encodeReceiptHandle(engine.identityKey, claim);
  message.delivery = new Delivery(message, caller, handle, receivedAt, (due, at) =>
    expireDelivery(engine, due, at),
  );
  queue.received.set(number, message);
  if (remainingMs > 0 && message.state === 'visible')
    startVisibilityTimeout(engine, message, remainingMs, now);
}

/** A running task continues. */
export function restoreMoveTask(engine: Engine, source: Queue, saved: RestoredMoveTask, now: number): void {
  const task = resumeMoveTask(engine, source, saved, now);
  engine.moveTasks.set(task.id, task);
}

/** Takes back a send that could not be stored: no response was sent, and its deduplication id can be used again. */
export function forgetSend(engine: Engine, message: Message, deduplicationId: string | undefined): void {
  const { queue, groupId, number } = message;
  if (deduplicationId !== undefined) {
    for (const scope of DEDUPLICATION_SCOPES) {
      queue.deduplication.forget(deduplicationKey(scope, groupId, deduplicationId), number);
    }
  }
  if (message.state !== 'gone') discard(engine, message);
}
