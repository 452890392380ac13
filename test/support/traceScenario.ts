import type { ConsumerInfo, TraceEvent } from '../../broker/protocol/trace.ts';
import type { Finding } from '../../broker/protocol/findings.ts';
import { countDepths } from './traceDepths.ts';
import { makeQueue } from './webviewSamples.ts';

const START = Date.UTC(2026, 7, 3, 14, 2, 11, 38);
const IMAGES = makeQueue('images').arn;
const DONE = makeQueue('images-done').arn;
const DEAD = makeQueue('images-dead-letters').arn;
const PAYMENTS = makeQueue('payments.fifo').arn;

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
export function makeScenario(rounds = 6): TraceEvent[] {
  const events: Omit<TraceEvent, 'sequence'>[] = [];
  const add = (offsetMs: number, event: Omit<TraceEvent, 'sequence' | 'at'>): void => {
    events.push({ at: START + offsetMs, ...event });
  };
  const { producer, worker, second, payer } = SCENARIO_CONSUMERS;
  for (let round = 0; round < rounds; round += 1) {
    const at = round * 900;
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
  const ordered = events.sort((left, right) => left.at - right.at);
  return countDepths(ordered.map((event, index) => ({ ...event, sequence: index + 1 })));
}

export const SAMPLE_FINDINGS: readonly Finding[] = [
  {
    id: 'finding-1',
    rule: 'slowHandler',
    severity: 'warning',
    title: 'Handler slower than the visibility timeout',
    queueArn: IMAGES,
    consumer: SCENARIO_CONSUMERS.worker,
    messageIds: makeScenario()
      .filter(({ kind }) => kind === 'expired')
      .map(({ messageId = '' }) => messageId)
      .slice(0, 1),
    firstSeen: START,
    lastSeen: START + 4900,
    count: 12,
    explanation:
      'Debug worker took 2.3 s for 95 of 100 messages of images, but the visibility timeout is 1 s: such messages are delivered again while they are still being handled.',
    remedy: 'Make the visibility timeout longer than the handler, or extend it while the handler works.',
    suggestion: { attribute: 'VisibilityTimeout', value: '5' },
  },
  {
    id: 'finding-2',
    rule: 'deletedTooLate',
    severity: 'error',
    title: 'Deleted after the visibility timeout',
    queueArn: IMAGES,
    consumer: SCENARIO_CONSUMERS.worker,
    messageIds: ['1f3a5c00-6b1e-4c7d-9a52-0123456789ab', 'gone0000-6b1e-4c7d-9a52-0123456789ab'],
    firstSeen: START,
    lastSeen: START + 3900,
    count: 1,
    explanation:
      'The message was deleted 1.4 s after its visibility timeout ran out. Another consumer may have received it in between.',
    remedy: 'Expect the same message more than once, or keep it invisible for longer.',
  },
  {
    id: 'finding-3',
    rule: 'shortPolling',
    severity: 'information',
    title: 'Short polling in a loop',
    queueArn: PAYMENTS,
    messageIds: [],
    firstSeen: START,
    lastSeen: START + 2900,
    count: 1840,
    explanation: '1,840 receives in a minute brought nothing. On AWS that is 79 million requests a month.',
    remedy: 'Let a receive wait for messages.',
    suggestion: { attribute: 'ReceiveMessageWaitTimeSeconds', value: '20' },
  },
];
