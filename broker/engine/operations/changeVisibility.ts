import { checkRange, refuseMissing } from '../rules/callChecks.ts';
import type { Caller } from '../base/caller.ts';
import type { Engine } from '../engine.ts';
import type { Delivery } from '../state/delivery.ts';
import { RANGES } from '../base/limits.ts';
import type { Queue } from '../state/queue.ts';
import { refuseExpiredHandle, resolveHandle } from './receiptHandle.ts';
import { type Failure, type Result, fail, succeed } from '../base/result.ts';
import { endFlight, startVisibilityTimeout, setVisibilityEnd } from './transitions.ts';

export interface VisibilityInput {
  readonly receiptHandle: string | undefined;
  /** 0-43,200, from now. */
  readonly visibilitySeconds: number | undefined;
}

const MAX_VISIBILITY_MS = RANGES.visibilitySeconds.max * 1000;

/**
 * ChangeMessageVisibility (contract §1.11, §6.4). A standard queue hides a message again whose timeout ran out.
 * Errors: MissingParameter, InvalidParameterValue, ReceiptHandleIsInvalid.
 */
export function changeVisibility(
  engine: Engine,
  queue: Queue,
  input: VisibilityInput,
  caller: Caller,
): Result<undefined> {
  const now = engine.begin();
  const result = changeByHandle(engine, queue, input, caller, now);
  engine.settle();
  return result;
}

/** One change, alone or in a batch. */
export function changeByHandle(
  engine: Engine,
  queue: Queue,
  input: VisibilityInput,
  caller: Caller,
  now: number,
): Result<undefined> {
  const { receiptHandle, visibilitySeconds } = input;
  if (receiptHandle === undefined || receiptHandle === '') return refuseMissing('ReceiptHandle');
  if (visibilitySeconds === undefined) return refuseMissing('VisibilityTimeout');
  const refusal = checkRange(
    'VisibilityTimeout',
    visibilitySeconds,
    RANGES.visibilitySeconds,
    'Must be >= 0 and <= 43200, if provided.',
  );
  if (refusal !== undefined) return refusal;
  const target = resolveHandle(engine, queue, receiptHandle);
  if (!target.ok) return target;
  const { message } = target.value;
  if (message === undefined || message.state === 'unreadable') return refuseGone(receiptHandle);
  if (queue.isFifo && target.value.delivery?.message.state !== 'inFlight') {
    return refuseExpiredHandle(receiptHandle);
  }
  // An older handle works on the message while a newer receive has it in flight (seen on the service). It hides no
  // message that is visible: the receive that it speaks of is over.
  const delivery = target.value.delivery ?? (message.state === 'inFlight' ? message.delivery : undefined);
  if (delivery === undefined) return succeed(undefined);
  const timeoutMs = visibilitySeconds * 1000;
  if (now - delivery.receivedAt + timeoutMs > MAX_VISIBILITY_MS) {
    return fail(
      'InvalidParameterValue',
      `Value ${visibilitySeconds} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [${RANGES.visibilitySeconds.max} seconds]`,
      'VisibilityTimeout',
    );
  }
  apply(engine, delivery, timeoutMs, now);
  engine.emit({
    kind: 'visibilityChanged',
    at: now,
    queue,
    message,
    caller,
    delivery,
    timeoutMs,
  });
  return succeed(undefined);
}

function apply(engine: Engine, delivery: Delivery, timeoutMs: number, now: number): void {
  const { message } = delivery;
  delivery.isChanged = true;
  if (message.state === 'inFlight') {
    if (timeoutMs === 0) endFlight(engine, message);
    else setVisibilityEnd(engine, delivery, timeoutMs, now);
  } else if (timeoutMs > 0) startVisibilityTimeout(engine, message, timeoutMs, now);
}

function refuseGone(handle: string): Failure {
  return fail(
    'InvalidParameterValue',
    `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    'ReceiptHandle',
  );
}
