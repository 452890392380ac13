import { refuseMissing } from '../rules/callChecks.ts';
import type { Caller } from '../base/caller.ts';
import type { Engine } from '../engine.ts';
import type { Delivery } from '../state/delivery.ts';
import type { Queue } from '../state/queue.ts';
import { refuseExpiredHandle, resolveHandle } from './receiptHandle.ts';
import { type Result, succeed } from '../base/result.ts';
import { discard, endFlight } from './transitions.ts';

/**
 * DeleteMessage (contract §1.10, §6.3). Deleting a deleted message succeeds. On a standard queue the newest handle deletes
 * even after its visibility timeout, and an older handle does nothing.
 * Errors: MissingParameter, ReceiptHandleIsInvalid, InvalidParameterValue (FIFO: expired handle).
 */
export function deleteMessage(
  engine: Engine,
  queue: Queue,
  receiptHandle: string | undefined,
  caller: Caller,
): Result<undefined> {
  const now = engine.begin();
  const result = removeByHandle(engine, queue, receiptHandle, caller, now);
  engine.settle();
  return result;
}

/** One deletion, alone or in a batch. */
export function removeByHandle(
  engine: Engine,
  queue: Queue,
  receiptHandle: string | undefined,
  caller: Caller,
  now: number,
): Result<undefined> {
  if (receiptHandle === undefined || receiptHandle === '') return refuseMissing('ReceiptHandle');
  const target = resolveHandle(engine, queue, receiptHandle);
  if (!target.ok) return target;
  const { delivery, isGone } = target.value;
  if (isGone) {
    engine.noteIdleCall(queue, 'repeatedDelete', now);
    return succeed(undefined);
  }
  const late = delivery?.message.state !== 'inFlight';
  if (queue.isFifo && late) return refuseExpiredHandle(receiptHandle);
  if (delivery === undefined) {
    const { message } = target.value;
    if (message !== undefined)
      engine.emit({ kind: 'deleteIgnored', at: now, queue, message, caller, receiptHandle });
    return succeed(undefined);
  }
  const { message } = delivery;
  if (queue.deliveryFaults?.survivesDeletion(message, caller) === true) {
    bringBack(engine, delivery, caller, now);
    return succeed(undefined);
  }
  discard(engine, message);
  engine.emit({ kind: 'deleted', at: now, queue, message, caller, delivery, late });
  return succeed(undefined);
}

/**
 * Amazon SQS may still have a copy of a deleted message and deliver it again; here this happens only as an injected
 * fault.
 */
function bringBack(engine: Engine, delivery: Delivery, caller: Caller, now: number): void {
  const { message } = delivery;
  if (message.state === 'inFlight') endFlight(engine, message);
  const { queue } = message;
  engine.noteIdleCall(queue, 'repeatedDelete', now);
  engine.emit({ kind: 'visibilityChanged', at: now, queue, message, caller, delivery, timeoutMs: 0 });
}
