import type { Engine } from '../../engine/engine.ts';
import type { Message } from '../../engine/state/message.ts';
import type { SavedDelivery, SavedState } from '../format/messageHead.ts';

/** The record of a message in its current state. */
export function saveState(engine: Engine, message: Message, arrival: number): SavedState {
  const { number, queue, sentAt, delay, deadLetterSourceArn } = message;
  return {
    number,
    queueNumber: queue.number,
    sentAt,
    visibleAt: delay === undefined ? 0 : (engine.timers.deadlineOf(delay) ?? 0),
    arrival,
    delivery: message.receiveCount === 0 ? undefined : saveDelivery(engine, message),
    movedFromArn: deadLetterSourceArn,
  };
}

function saveDelivery(engine: Engine, message: Message): SavedDelivery {
  const { delivery, receiveCount, firstReceivedAt } = message;
  if (delivery === undefined) {
    // Moved to a dead-letter queue: the counts go with it, the receives do not.
    return { receiveCount, firstReceivedAt, receivedAt: 0, deadline: 0, consumerId: '', accessKeyId: '' };
  }
  const { receivedAt, heldRemainingMs, caller } = delivery;
  const deadline =
    heldRemainingMs === undefined ? (engine.timers.deadlineOf(delivery) ?? 0) : -heldRemainingMs;
  const { consumerId, accessKeyId } = caller;
  return { receiveCount, firstReceivedAt, receivedAt, deadline, consumerId, accessKeyId };
}
