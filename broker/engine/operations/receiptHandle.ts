import type { Engine } from '../engine.ts';
import { decodeReceiptHandle } from '../base/identity.ts';
import type { Delivery } from '../state/delivery.ts';
import type { Message } from '../state/message.ts';
import type { Queue } from '../state/queue.ts';
import { type Failure, type Result, fail, succeed } from '../base/result.ts';

/** What a valid receipt handle refers to now. */
export interface HandleTarget {
  /**
   * The receive that returned the handle, if it is the message's newest one; undefined if the message no longer exists
   * or was received again.
   */
  readonly delivery: Delivery | undefined;
  /** The message is no longer in this queue. */
  readonly isGone: boolean;
  /** The message, while it exists. */
  readonly message: Message | undefined;
}

/**
 * Resolves a receipt handle (contract §6.3).
 * Errors: ReceiptHandleIsInvalid for a handle that this queue never gave.
 */
export function resolveHandle(engine: Engine, queue: Queue, handle: string): Result<HandleTarget> {
  const claim = decodeReceiptHandle(engine.identityKey, handle);
  if (claim === undefined || claim.queueNumber !== queue.number) {
    return fail(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
      'ReceiptHandle',
    );
  }
  const message = queue.received.get(claim.messageNumber);
  if (message === undefined) return succeed({ delivery: undefined, isGone: true, message: undefined });
  const delivery = message.receiveCount === claim.receiveCount ? message.delivery : undefined;
  return succeed({ delivery, isGone: false, message });
}

/** FIFO queues refuse a handle once its visibility timeout ran out or the message was received again. */
export function refuseExpiredHandle(handle: string): Failure {
  return fail(
    'InvalidParameterValue',
    `Value ${handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    'ReceiptHandle',
  );
}
