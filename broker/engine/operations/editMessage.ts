import type { Caller } from '../base/caller.ts';
import { changeByHandle } from './changeVisibility.ts';
import type { Engine } from '../engine.ts';
import type { Message } from '../state/message.ts';
import { redrive } from './moveTasks.ts';
import type { Queue } from '../state/queue.ts';
import { type Result, fail, succeed } from '../base/result.ts';
import { discard, endDelay } from './transitions.ts';

/*
 * Operations of the editor on messages, by message id. Amazon SQS has no such operations: it requires a receipt handle.
 * All of them expect the engine between `begin` and `settle`, so that many messages are one operation.
 */

/** Deletes a message, whatever its state. */
export function removeMessage(engine: Engine, message: Message, caller: Caller, now: number): void {
  const { queue, delivery } = message;
  discard(engine, message);
  engine.emit({ kind: 'deleted', at: now, queue, message, caller, delivery, late: false });
}

/** Makes a message in flight or delayed visible. Errors: InvalidParameterValue when it is visible already. */
export function releaseMessage(
  engine: Engine,
  message: Message,
  caller: Caller,
  now: number,
): Result<undefined> {
  if (message.state === 'inFlight') return changeDelivery(engine, message, 0, caller, now);
  if (message.state !== 'delayed') return fail('InvalidParameterValue', 'It is visible already.');
  endDelay(engine, message);
  engine.emit({ kind: 'visible', at: now, queue: message.queue, message });
  return succeed(undefined);
}

/** Gives a message in flight a new visibility timeout. Errors: InvalidParameterValue, also beyond 12 hours in all. */
export function extendMessage(
  engine: Engine,
  message: Message,
  visibilitySeconds: number,
  caller: Caller,
  now: number,
): Result<undefined> {
  if (message.state !== 'inFlight') return fail('InvalidParameterValue', 'It is not in flight.');
  return changeDelivery(engine, message, visibilitySeconds, caller, now);
}

/** Moves a message to another queue, where it is a new one, which is returned. Errors: InvalidParameterValue for a queue of another kind or the same queue. */
export function moveMessage(engine: Engine, message: Message, target: Queue, now: number): Result<Message> {
  if (target === message.queue) return fail('InvalidParameterValue', 'It is in that queue already.');
  if (target.isFifo !== message.queue.isFifo) {
    return fail('InvalidParameterValue', 'Source and destination queues must be of the same type.');
  }
  const moved = redrive(engine, message, target, now);
  if (moved !== undefined) return succeed(moved);
  return fail('InvalidParameterValue', 'Its content cannot be read.');
}

function changeDelivery(
  engine: Engine,
  message: Message,
  visibilitySeconds: number,
  caller: Caller,
  now: number,
): Result<undefined> {
  const receiptHandle = message.delivery?.receiptHandle;
  return changeByHandle(engine, message.queue, { receiptHandle, visibilitySeconds }, caller, now);
}
