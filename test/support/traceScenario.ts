import type { ConsumerInfo, TraceEvent } from '../../broker/protocol/trace.ts';
import { countDepths } from './traceDepths.ts';
import { makeQueue } from './webviewSamples.ts';

/** When the scenario begins. */
export const SCENARIO_START = Date.UTC(2026, 7, 3, 14, 2, 11, 38);
const IMAGES = makeQueue('images').arn;
const DONE = makeQueue('images-done').arn;
const DEAD = makeQueue('images-dead-letters').arn;
const PAYMENTS = makeQueue('payments.fifo').arn;

type UnnumberedEvent = Omit<TraceEvent, 'sequence'>;

export const SCENARIO_CONSUMERS = {
  producer: makeConsumer('producer', 'Send images', 'program'),
  worker: makeConsumer('worker', 'Debug worker', 'debugSession'),
  second: {
    ...makeConsumer('second', 'aws-sdk-java/2.31.4', 'program'),
    sdk: 'aws-sdk-java/2.31.4',
    language: 'Java',
  },
  payer: makeConsumer('payer', 'Payments', 'debugSession'),
} as const;

function makeConsumer(id: string, name: string, kind: ConsumerInfo['kind']): ConsumerInfo {
  return { id, name, kind, accessKeyId: id, sdk: 'aws-sdk-js/3.1169.0', language: 'JavaScript' };
}

/**
 * A few seconds of a program that puts watermarks on images: messages that go well and send a `done` message, one that is
 * held at a breakpoint, one that fails until it is dead-lettered, one that is delayed, and payments in two groups.
 */
export function makeScenario(rounds = 6, roundStart = startOfRound): TraceEvent[] {
  return numberEvents(listScenario(rounds, roundStart));
}

/** Puts events in their order, and adds what the broker would have counted. */
export function numberEvents(events: readonly UnnumberedEvent[]): TraceEvent[] {
  const ordered = events.toSorted((left, right) => left.at - right.at);
  return countDepths(ordered.map((event, index) => ({ ...event, sequence: index + 1 })));
}

function startOfRound(round: number): number {
  return round * 900;
}

/** As {@link makeScenario}; `roundStart` says how many ms after the start each round begins. */
export function listScenario(rounds: number, roundStart: (round: number) => number): UnnumberedEvent[] {
  const events: UnnumberedEvent[] = [];
  const add = (offsetMs: number, event: Omit<TraceEvent, 'sequence' | 'at'>): void => {
    events.push({ at: SCENARIO_START + offsetMs, ...event });
  };
  const { producer, worker, second, payer } = SCENARIO_CONSUMERS;
  for (let round = 0; round < rounds; round += 1) {
    const at = roundStart(round);
    const messageId = `${(0x1f3a5c00 + round * 7919).toString(16)}-6b1e-4c7d-9a52-0123456789ab`;
    const doneId = `${(0x7d000000 + round * 104_729).toString(16)}-11aa-4c7d-9a52-0123456789ab`;
    const common = { queueArn: IMAGES, messageId };
    const consumer = round % 3 === 2 ? second : worker;
    const requestId = `request-${round}`;
    add(at, {
      ...common,
      kind: 'sent',
      consumer: producer,
      sizeBytes: 212,
      preview: `{"source":"img-${round}.png"}`,
    });
    const take = (after: number, receiveCount: number): void =>
      add(at + after, {
        ...common,
        kind: 'received',
        consumer,
        receiveCount,
        requestId: `${requestId}-${receiveCount}`,
        ageMs: after,
        timeoutMs: 1000,
      });
    take(140, 1);
    if (round === 1) {
      add(at + 500, { ...common, kind: 'held', consumer, timeoutMs: 640 });
      add(at + 2100, { ...common, kind: 'released', consumer, timeoutMs: 640 });
      add(at + 2400, { ...common, kind: 'deleted', consumer, inFlightMs: 2260, ageMs: 2400 });
    } else if (round === 3) {
      add(at + 1140, { ...common, kind: 'expired', receiveCount: 1, consumer, inFlightMs: 1000 });
      take(1200, 2);
      add(at + 2200, { ...common, kind: 'expired', receiveCount: 2, consumer, inFlightMs: 1000 });
      add(at + 2260, { ...common, kind: 'movedToDeadLetter', otherQueueArn: DEAD, receiveCount: 2 });
    } else {
      add(at + 500, {
        kind: 'sent',
        queueArn: DONE,
        messageId: doneId,
        causedBy: messageId,
        consumer,
        preview: `{"done":"img-${round}.png"}`,
        ...(round === 4 ? { timeoutMs: 900 } : {}),
      });
      add(at + 620, { ...common, kind: 'deleted', consumer, inFlightMs: 480, ageMs: 620 });
      if (round === 4) add(at + 1400, { kind: 'visible', queueArn: DONE, messageId: doneId });
    }
    add(at + 700, { kind: 'emptyReceive', queueArn: IMAGES, consumer: second, action: 'ReceiveMessage' });
    const payment = {
      queueArn: PAYMENTS,
      messageId: `${(0xa1000000 + round * 611_953).toString(16)}-22bb-4c7d-9a52-0123456789ab`,
      groupId: round % 2 === 0 ? 'customer-17' : 'customer-4711',
    };
    add(at + 60, { ...payment, kind: 'sent', consumer: producer, preview: `{"amount":${round * 10}}` });
    add(at + 300, {
      ...payment,
      kind: 'received',
      consumer: payer,
      receiveCount: 1,
      requestId: `pay-${round}`,
    });
    if (round < rounds - 1) add(at + 800, { ...payment, kind: 'deleted', consumer: payer, inFlightMs: 500 });
    if (round === 2) {
      add(at + 820, {
        kind: 'rejected',
        queueArn: PAYMENTS,
        consumer: payer,
        action: 'SendMessage',
        error: {
          code: 'MissingParameter',
          message: 'The request must contain the parameter MessageGroupId.',
        },
      });
    }
  }
  return events;
}
