import { checkFifoId, checkRange } from '../rules/callChecks.ts';
import type { Caller } from '../base/caller.ts';
import type { MessageContent } from '../base/content.ts';
import { moveToDeadLetter } from './deadLetter.ts';
import { SHUFFLED_FROM } from '../state/deliveryFaults.ts';
import type { Engine } from '../engine.ts';
import { messageIdOf } from '../base/identity.ts';
import type { Chooser } from '../state/lane.ts';
import type { Delivery } from '../state/delivery.ts';
import { RANGES } from '../base/limits.ts';
import type { Message } from '../state/message.ts';
import type { Queue } from '../state/queue.ts';
import type { ReceivedMessage } from '../state/receivedMessage.ts';
import { type Failure, type Result, fail, succeed } from '../base/result.ts';
import { endFlight, expireDelivery, setVisibilityEnd, startFlight } from './transitions.ts';
import { readOrSetAside } from './unreadable.ts';
import type { Waiter } from '../state/waiter.ts';

/** The parameters of a receive; absent members are undefined. */
export interface ReceiveInput {
  /** 1-10, default 1. */
  readonly maxMessages?: number | undefined;
  /** 0-43,200; default: the queue's. */
  readonly visibilitySeconds?: number | undefined;
  /** 0-20; default: the queue's. More than 0 is a long poll. */
  readonly waitSeconds?: number | undefined;
  /** Without effect on standard queues. */
  readonly attemptId?: string | undefined;
  /** Asked before a waiting receive gets messages; if it returns false, the receive is skipped. Default: true. */
  readonly mayTake?: (() => boolean) | undefined;
}

export type ReceiveCompletion = (result: Result<readonly ReceivedMessage[]>) => void;

/**
 * ReceiveMessage (contract §1.9, §6). `complete` is called once: before this returns, or when a message comes, the wait
 * ends, or the queue is deleted. The returned function cancels the wait without calling `complete`; call it when the
 * client disconnects, so that it gets no message. Errors: InvalidParameterValue, OverLimit (short polls of standard
 * queues), NonExistentQueue (deleted while waiting).
 */
export function receiveMessages(
  engine: Engine,
  queue: Queue,
  input: ReceiveInput,
  caller: Caller,
  complete: ReceiveCompletion,
): () => void {
  const now = engine.begin();
  const refusal = checkReceive(input) ?? refuseSpentAttempt(queue, input.attemptId, now);
  if (refusal !== undefined) {
    engine.settle();
    complete(refusal);
    return doNothing;
  }
  if (engine.gates.size > 0) engine.gates.get(caller.consumerId)?.noteReceive();
  const maxMessages = input.maxMessages ?? 1;
  const waitSeconds = input.waitSeconds ?? queue.settings.receiveWaitSeconds;
  const isFull = queue.inFlightCount >= inFlightLimit(engine, queue);
  if (isFull && !queue.isFifo && waitSeconds === 0) {
    engine.settle();
    complete(
      fail(
        'OverLimit',
        `Too many messages in flight on queue ${queue.name}; the limit is ${inFlightLimit(engine, queue)}.`,
      ),
    );
    return doNothing;
  }
  const waiter = new LongPoll(
    engine,
    queue,
    caller,
    maxMessages,
    input.visibilitySeconds,
    queue.isFifo ? input.attemptId : undefined,
    input.mayTake,
    complete,
  );
  const isMissed =
    engine.isShut(caller.consumerId) ||
    (waitSeconds === 0 && queue.visibleCount > 0 && queue.deliveryFaults?.missesPoll(caller) === true);
  const messages = isMissed ? [] : take(engine, waiter, now);
  if (messages.length > 0 || waitSeconds === 0) {
    if (messages.length === 0) engine.noteIdleCall(queue, 'emptyReceive', now);
    engine.settle();
    complete(succeed(messages));
    return doNothing;
  }
  queue.waiters.add(waiter);
  engine.timers.schedule(waiter, now + waitSeconds * 1000);
  engine.settle();
  return () => {
    waiter.leave();
    engine.settle();
  };
}

function doNothing(): void {
  // There is no wait to cancel.
}

class LongPoll implements Waiter {
  timerPlace = -1;
  readonly queue: Queue;
  readonly caller: Caller;
  readonly maxMessages: number;
  readonly visibilitySeconds: number | undefined;
  readonly attemptId: string | undefined;
  readonly mayTake: (() => boolean) | undefined;
  readonly complete: ReceiveCompletion;
  private readonly engine: Engine;

  constructor(
    engine: Engine,
    queue: Queue,
    caller: Caller,
    maxMessages: number,
    visibilitySeconds: number | undefined,
    attemptId: string | undefined,
    mayTake: (() => boolean) | undefined,
    complete: ReceiveCompletion,
  ) {
    this.engine = engine;
    this.queue = queue;
    this.caller = caller;
    this.maxMessages = maxMessages;
    this.visibilitySeconds = visibilitySeconds;
    this.attemptId = attemptId;
    this.mayTake = mayTake;
    this.complete = complete;
  }

  leave(): void {
    this.queue.waiters.delete(this);
    this.engine.timers.cancel(this);
  }

  onDue(at: number): void {
    this.queue.waiters.delete(this);
    this.engine.noteIdleCall(this.queue, 'emptyReceive', at);
    this.complete(succeed([]));
  }
}

/** Delivers messages of a queue to its waiting receives, longest waiting first. */
export function serveWaiters(engine: Engine, queue: Queue): void {
  const now = engine.ports.clock.now();
  for (const waiter of queue.waiters) {
    if (queue.visibleCount === 0 || queue.inFlightCount >= inFlightLimit(engine, queue)) return;
    if (!mayTake(engine, waiter)) continue;
    const messages = take(engine, waiter, now);
    // A FIFO queue may have visible messages whose groups are all locked.
    if (messages.length === 0) return;
    endWait(engine, waiter, messages);
    if (waiter.attemptId !== undefined) serveTwins(engine, queue, waiter.attemptId, now);
  }
}

function mayTake(engine: Engine, waiter: Waiter): boolean {
  return waiter.mayTake?.() !== false && !engine.isShut(waiter.caller.consumerId);
}

function endWait(engine: Engine, waiter: Waiter, messages: readonly ReceivedMessage[]): void {
  waiter.queue.waiters.delete(waiter);
  engine.timers.cancel(waiter);
  waiter.complete(succeed(messages));
}

/** If a client repeats a call with its attempt id while the first call waits, both calls get the same messages. */
function serveTwins(engine: Engine, queue: Queue, attemptId: string, now: number): void {
  for (const waiter of queue.waiters) {
    if (waiter.attemptId !== attemptId || !mayTake(engine, waiter)) continue;
    const messages = repeatAttempt(engine, waiter, now);
    if (messages !== undefined) endWait(engine, waiter, messages);
  }
}

function inFlightLimit(engine: Engine, queue: Queue): number {
  return queue.isFifo ? engine.limits.inFlightFifo : engine.limits.inFlightStandard;
}

function checkReceive(input: ReceiveInput): Failure | undefined {
  const refusal =
    checkRange(
      'MaxNumberOfMessages',
      input.maxMessages,
      RANGES.receiveMessages,
      'Must be between 1 and 10, if provided.',
    ) ??
    checkRange(
      'WaitTimeSeconds',
      input.waitSeconds,
      RANGES.waitSeconds,
      'Must be >= 0 and <= 20, if provided.',
    ) ??
    checkRange(
      'VisibilityTimeout',
      input.visibilitySeconds,
      RANGES.visibilitySeconds,
      'Must be >= 0 and <= 43200, if provided.',
    );
  if (refusal !== undefined || input.attemptId === undefined) return refusal;
  return checkFifoId('ReceiveRequestAttemptId', input.attemptId);
}

/** In the observed words of the service (issue 213 of its messaging library for Java). */
function refuseSpentAttempt(queue: Queue, attemptId: string | undefined, now: number): Failure | undefined {
  if (attemptId === undefined || !queue.attempts.isSpent(attemptId, now)) return undefined;
  return fail(
    'InvalidParameterValue',
    `Value ${attemptId} for parameter ReceiveRequestAttemptId is invalid. Reason: The receiveRequestAttemptId is not valid anymore since the receive call is not retryable.`,
    'ReceiveRequestAttemptId',
  );
}

function timeoutOf(waiter: Waiter): number {
  return (waiter.visibilitySeconds ?? waiter.queue.settings.visibilitySeconds) * 1000;
}

function take(engine: Engine, waiter: Waiter, now: number): readonly ReceivedMessage[] {
  const { queue, attemptId } = waiter;
  const timeoutMs = timeoutOf(waiter);
  const repeated = repeatAttempt(engine, waiter, now);
  if (repeated !== undefined) return repeated;
  const taken = takeNext(engine, waiter, timeoutMs, now);
  const deliveries = taken.map(({ delivery }) => delivery);
  if (attemptId !== undefined && deliveries.length > 0) queue.attempts.remember(attemptId, deliveries, now);
  const messages = taken.map(({ delivery, content }) => describe(engine, delivery, content));
  // A timeout of 0 counts as a receive but hides nothing.
  if (timeoutMs === 0) {
    for (const { message } of deliveries) {
      endFlight(engine, message);
      engine.emit({ kind: 'visible', at: now, queue, message });
    }
  }
  return messages;
}

/** A delivered message. */
interface Taken {
  readonly delivery: Delivery;
  readonly content: MessageContent;
}

function takeNext(engine: Engine, waiter: Waiter, timeoutMs: number, now: number): Taken[] {
  const { queue } = waiter;
  const room = Math.min(waiter.maxMessages, inFlightLimit(engine, queue) - queue.inFlightCount);
  const taken: Taken[] = [];
  const chooser = chooserOf(queue, waiter.caller);
  while (taken.length < room) {
    const message = chooser.next();
    if (message === undefined) break;
    if (moveToDeadLetter(engine, message, now)) continue;
    const content = readOrSetAside(engine, message);
    if (content === undefined) continue;
    const { caller } = waiter;
    const delivery = startFlight(engine, message, caller, timeoutMs, now);
    engine.emit({ kind: 'received', at: now, queue, message, caller, delivery, timeoutMs });
    taken.push({ delivery, content });
  }
  return taken;
}

function chooserOf(queue: Queue, caller: Caller): Chooser {
  const faults = queue.deliveryFaults;
  if (faults?.shuffles !== true || queue.isFifo) return queue.order.choose();
  return {
    next() {
      const candidates: Message[] = [];
      for (const message of queue.order.visible()) {
        if (candidates.push(message) === SHUFFLED_FROM) break;
      }
      return candidates.length === 0 ? undefined : faults.pick(candidates, caller);
    },
  };
}

/**
 * The same attempt id returns the same messages and handles while all of them are still invisible under these handles,
 * and restarts their visibility timeout with the length that this call asks for (contract §6.8).
 */
function repeatAttempt(engine: Engine, waiter: Waiter, now: number): ReceivedMessage[] | undefined {
  const { queue, attemptId } = waiter;
  const deliveries = attemptId === undefined ? undefined : queue.attempts.findRepeatable(attemptId, now);
  if (deliveries === undefined) return undefined;
  const timeoutMs = timeoutOf(waiter);
  const repeated: ReceivedMessage[] = [];
  for (const delivery of deliveries) {
    const content = readOrSetAside(engine, delivery.message);
    if (content === undefined) continue;
    repeated.push(describe(engine, delivery, content));
    engine.noteIdleCall(queue, 'repeatedReceive', now);
    // A timeout of 0 hides nothing here either, not even while the consumer is held.
    if (timeoutMs === 0) expireDelivery(engine, delivery, now);
    else setVisibilityEnd(engine, delivery, timeoutMs, now);
  }
  return repeated;
}

function describe(engine: Engine, delivery: Delivery, content: MessageContent): ReceivedMessage {
  const message: Message = delivery.message;
  return {
    messageId: messageIdOf(engine.identityKey, message.number),
    receiptHandle: delivery.receiptHandle,
    content,
    sizeBytes: message.sizeBytes,
    sentAt: message.sentAt,
    receiveCount: message.receiveCount,
    firstReceivedAt: message.firstReceivedAt,
    deadLetterSourceArn: message.deadLetterSourceArn,
  };
}
