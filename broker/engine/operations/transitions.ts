import type { Caller } from '../base/caller.ts';
import type { Engine } from '../engine.ts';
import { encodeReceiptHandle } from '../base/identity.ts';
import { Delivery } from '../state/delivery.ts';
import type { Message } from '../state/message.ts';
import type { Queue } from '../state/queue.ts';

/*
 * The changes of a message's state. Every operation is made of these, so that counts, order, timers and the heap by age
 * cannot disagree. None of them emits: the operation knows what its change means.
 */

/**
 * Puts a new message, or one from another queue, into a queue; `delayMs` 0 makes it visible at once.
 * @param precedes before which of the others it belongs; undefined: it goes to the end
 */
export function enqueue(
  engine: Engine,
  message: Message,
  delayMs: number,
  now: number,
  precedes?: (other: Message) => boolean,
): void {
  const queue = message.queue;
  queue.byAge.add(message);
  queue.shownAge?.add(message);
  armRetention(engine, queue);
  if (delayMs > 0) {
    message.state = 'delayed';
    startDelay(engine, message, now + delayMs);
  } else {
    message.state = 'visible';
    queue.visibleCount++;
  }
  if (precedes === undefined) queue.order.add(message);
  else queue.order.insert(message, precedes);
  if (delayMs <= 0) engine.awaken(queue);
}

function startDelay(engine: Engine, message: Message, until: number): void {
  message.queue.delayed.add(message);
  message.delay = {
    timerPlace: -1,
    onDue: (at) => {
      endDelay(engine, message);
      engine.emit({ kind: 'visible', at, queue: message.queue, message });
    },
  };
  engine.timers.schedule(message.delay, until);
}

/** Makes a delayed message visible. */
export function endDelay(engine: Engine, message: Message): void {
  dropDelay(engine, message);
  message.state = 'visible';
  message.queue.visibleCount++;
  message.queue.order.onVisible(message, 'delayed');
  engine.awaken(message.queue);
}

/** Moves the end of a delay, or delays a visible message: FIFO queues apply a new delay to stored messages too. */
export function setDelayEnd(engine: Engine, message: Message, until: number, now: number): void {
  if (message.state === 'delayed' && until <= now) endDelay(engine, message);
  else if (message.delay !== undefined) engine.timers.schedule(message.delay, until);
  else if (message.state === 'visible' && until > now) {
    message.queue.visibleCount--;
    message.state = 'delayed';
    message.queue.order.onDelayed(message);
    startDelay(engine, message, until);
  }
}

function dropDelay(engine: Engine, message: Message): void {
  if (message.delay !== undefined) engine.timers.cancel(message.delay);
  message.delay = undefined;
  message.queue.delayed.delete(message);
}

/** A visible message is received: it gets a new delivery and goes in flight for `timeoutMs`. */
export function startFlight(
  engine: Engine,
  message: Message,
  caller: Caller,
  timeoutMs: number,
  now: number,
): Delivery {
  const queue = message.queue;
  message.receiveCount++;
  queue.shownAge?.noteReceive(message);
  if (message.firstReceivedAt === 0) message.firstReceivedAt = now;
  const handle = encodeReceiptHandle(engine.identityKey, {
    queueNumber: queue.number,
    messageNumber: message.number,
    receiveCount: message.receiveCount,
  });
  const delivery = new Delivery(message, caller, handle, now, (due, at) => expireDelivery(engine, due, at));
  message.delivery = delivery;
  queue.received.set(message.number, message);
  startVisibilityTimeout(engine, message, timeoutMs, now);
  return delivery;
}

/** Makes a visible message invisible for `timeoutMs` under its newest delivery. */
export function startVisibilityTimeout(
  engine: Engine,
  message: Message,
  timeoutMs: number,
  now: number,
): void {
  const queue = message.queue;
  queue.visibleCount--;
  queue.inFlightCount++;
  message.state = 'inFlight';
  queue.order.onInFlight(message);
  setVisibilityEnd(engine, message.delivery as Delivery, timeoutMs, now);
}

/** Sets the remaining visibility timeout of an in-flight message; it is paused if its consumer or process is held. */
export function setVisibilityEnd(engine: Engine, delivery: Delivery, timeoutMs: number, now: number): void {
  if (!isHeld(engine, delivery)) engine.timers.schedule(delivery, now + timeoutMs);
  else {
    if (delivery.heldRemainingMs === undefined) delivery.message.queue.heldCount++;
    engine.timers.cancel(delivery);
    delivery.heldRemainingMs = timeoutMs;
  }
}

/** Whether the visibility timeout of a delivery is paused: only its own, or those of all deliveries to this caller. */
export function isHeld({ holds }: Engine, { isPaused, caller }: Delivery): boolean {
  if (isPaused) return true;
  if (holds.size === 0) return false;
  const { consumerId, process } = caller;
  return holds.has(consumerId) || (process?.processId !== undefined && holds.has(process.processId));
}

/** A visibility timeout ran out. */
export function expireDelivery(engine: Engine, delivery: Delivery, at: number): void {
  endFlight(engine, delivery.message);
  engine.emit({ kind: 'expired', at, queue: delivery.message.queue, message: delivery.message, delivery });
}

/** Makes an in-flight message visible again. */
export function endFlight(engine: Engine, message: Message): void {
  const queue = message.queue;
  stopLease(engine, message);
  queue.inFlightCount--;
  queue.visibleCount++;
  message.state = 'visible';
  queue.order.onVisible(message, 'inFlight');
  engine.awaken(queue);
}

function stopLease(engine: Engine, message: Message): void {
  const delivery = message.delivery;
  if (delivery === undefined) return;
  engine.timers.cancel(delivery);
  if (delivery.heldRemainingMs !== undefined) message.queue.heldCount--;
  delivery.heldRemainingMs = undefined;
}

/** Removes a message from its queue, whatever its state. Its content is not changed. */
export function withdraw(engine: Engine, message: Message): void {
  const queue = message.queue;
  if (message.state === 'unreadable') {
    queue.unreadable.delete(message);
    queue.received.delete(message.number);
    message.state = 'gone';
    return;
  }
  queue.order.remove(message);
  if (message.state === 'visible') queue.visibleCount--;
  else if (message.state === 'inFlight') {
    stopLease(engine, message);
    queue.inFlightCount--;
  } else dropDelay(engine, message);
  message.state = 'gone';
  queue.received.delete(message.number);
  queue.shownAge?.remove(message);
  queue.byAge.remove(message);
  // In a FIFO queue the message may have blocked its group.
  if (queue.visibleCount > 0) engine.awaken(queue);
}

/** Deletes a message from its queue. */
export function discard(engine: Engine, message: Message): void {
  withdraw(engine, message);
  engine.ports.contents.drop(message.content);
}

/**
 * Schedules the queue's retention for its oldest message. If an earlier deadline is set, it fires, finds nothing and
 * schedules again.
 */
export function armRetention(engine: Engine, queue: Queue): void {
  const oldest = queue.byAge.peekKey();
  if (oldest === undefined) return;
  const deadline = oldest + queue.settings.retentionSeconds * 1000;
  const armed = engine.timers.deadlineOf(queue.retention);
  if (armed === undefined || armed > deadline) engine.timers.schedule(queue.retention, deadline);
}

/** Expires the messages whose retention has ended (contract §6.7: in-flight ones too). */
export function expireRetention(engine: Engine, queue: Queue, at: number): void {
  const retentionMs = queue.settings.retentionSeconds * 1000;
  for (;;) {
    const oldest = queue.byAge.peek();
    if (oldest === undefined || oldest.sentAt + retentionMs > at) break;
    discard(engine, oldest);
    engine.emit({ kind: 'retentionExpired', at: oldest.sentAt + retentionMs, queue, message: oldest });
  }
  armRetention(engine, queue);
}
