import { refuseMissing } from './callChecks.ts';
import type { Caller } from './caller.ts';
import type { Engine } from './engine.ts';
import type { Queue } from './queue.ts';
import { refuseExpiredHandle, resolveHandle } from './receiptHandle.ts';
import { type Result, succeed } from './result.ts';
import { discard } from './transitions.ts';

/**
 * DeleteMessage (contract §1.10, §6.3). Deleting what is gone succeeds. On a standard queue the newest handle deletes
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
  const { lease, isGone } = target.value;
  if (isGone) return succeed(undefined);
  const late = lease?.message.state !== 'inFlight';
  if (queue.isFifo && late) return refuseExpiredHandle(receiptHandle);
  if (lease === undefined) return succeed(undefined);
  const { message } = lease;
  engine.emit({ kind: 'deleted', at: now, queue, message, caller, lease, late });
  discard(engine, message);
  return succeed(undefined);
}
