import { holdConsumer, releaseConsumer } from '../../broker/engine/operations/holds.ts';
import type { FindingRule } from '../../broker/protocol/findings.ts';
import type { FindingsHarness } from './findingsHarness.ts';
import { makeCaller } from './testCaller.ts';

export const SECOND = 1000;
export const DAY = 86_400 * SECOND;

export interface Program {
  readonly does: string;
  readonly run: (harness: FindingsHarness) => void;
}

/** Receives one message, works on it for some seconds, and deletes it. */
export function handle(
  harness: FindingsHarness,
  seconds: number,
  attributes: Record<string, string> = {},
): void {
  const queue = harness.createQueue('tasks', { VisibilityTimeout: '30', ...attributes });
  harness.send(queue);
  const [message] = harness.poll(queue);
  harness.clock.advance(seconds * SECOND);
  harness.delete(queue, message);
}

/** Receives what is there again and again, and deletes none of it. */
export function fail(harness: FindingsHarness, times: number, attributes: Record<string, string> = {}): void {
  const queue = harness.createQueue('tasks', { VisibilityTimeout: '30', ...attributes });
  harness.send(queue);
  for (let n = 0; n < times; n++) {
    harness.poll(queue);
    harness.clock.advance(30 * SECOND);
  }
}

export function redrive(harness: FindingsHarness, maxReceiveCount: number): Record<string, string> {
  const { arn } = harness.createQueue('dead');
  return { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount }) };
}

export const MISTAKES: Readonly<Record<FindingRule, readonly Program[]>> = {
  deletedTooLate: [
    { does: 'deletes after 40 of 30 s', run: (harness) => handle(harness, 40) },
    {
      does: 'deletes what another consumer has received again',
      run: (harness) => {
        const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
        harness.send(queue);
        const [message] = harness.poll(queue);
        harness.clock.advance(31 * SECOND);
        harness.receive(queue, {}, makeCaller({ consumerId: 'other' }));
        harness.delete(queue, message);
      },
    },
  ],
  slowHandler: [
    {
      does: 'takes 40 of 30 s for each of three messages',
      run: (harness) => {
        for (let n = 0; n < 3; n++) handle(harness, 40);
      },
    },
  ],
  neverDeleted: [
    {
      does: 'receives three messages and deletes none',
      run: (harness) => {
        const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
        for (let n = 0; n < 3; n++) harness.send(queue);
        harness.poll(queue);
        harness.clock.advance(30 * SECOND);
      },
    },
  ],
  poisonMessage: [
    { does: 'fails three times at one message', run: (harness) => fail(harness, 3) },
    {
      does: 'fails at one message and gets others done',
      run: (harness) => {
        const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
        for (const body of ['good', 'bad', 'good']) harness.send(queue, body);
        for (let n = 0; n < 3; n++) {
          for (const message of harness.poll(queue)) {
            if (Buffer.from(message.content.body).toString() === 'good') harness.delete(queue, message);
          }
          harness.clock.advance(30 * SECOND);
        }
      },
    },
  ],
  partialBatch: [
    {
      does: 'sends a batch of which one entry fails',
      run: (harness) => {
        const queue = harness.createQueue('tasks');
        harness.recorder.recordCall({
          action: 'SendMessageBatch',
          queueArn: queue.arn,
          caller: makeCaller({ action: 'SendMessageBatch' }),
          payloadBytes: 10,
          billedRequests: 1,
          messageCount: 9,
          durationMs: 1,
          failedEntries: { count: 1, code: 'InvalidParameterValue', message: 'No.' },
        });
      },
    },
  ],
  shortPolling: [
    {
      does: 'asks an empty queue five times a second',
      run: (harness) => {
        const queue = harness.createQueue('tasks');
        for (let n = 0; n < 10; n++) harness.poll(queue, 200);
      },
    },
  ],
  receiveCountNearMaximum: [
    { does: 'receives a message for the last time', run: (harness) => fail(harness, 2, redrive(harness, 2)) },
    {
      does: 'receives a message for the 4th of 5 times',
      run: (harness) => fail(harness, 4, redrive(harness, 5)),
    },
  ],
  groupBlocked: [
    {
      does: 'fails at the first message of a group',
      run: (harness) => {
        const queue = harness.createQueue('tasks.fifo', { VisibilityTimeout: '30' });
        for (let n = 0; n < 3; n++) harness.send(queue, `${n}`, 'orders');
        for (let n = 0; n < 3; n++) {
          harness.receive(queue, {}, makeCaller());
          harness.clock.advance(30 * SECOND);
        }
      },
    },
  ],
  expiredUnread: [
    {
      does: 'lets a message wait for five days',
      run: (harness) => {
        harness.send(harness.createQueue('tasks'));
        harness.clock.advance(5 * DAY);
      },
    },
  ],
};

export const GOOD: readonly Program[] = [
  { does: 'deletes in time', run: (harness) => handle(harness, 29) },
  {
    does: 'extends the timeout while it works',
    run: (harness) => {
      for (let n = 0; n < 4; n++) {
        const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
        harness.send(queue);
        const [message] = harness.poll(queue);
        harness.clock.advance(20 * SECOND);
        harness.extend(queue, message, 60);
        harness.clock.advance(50 * SECOND);
        harness.delete(queue, message);
      }
    },
  },
  {
    does: 'stands at a breakpoint for a minute',
    run: (harness) => {
      for (let n = 0; n < 4; n++) {
        const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
        harness.send(queue);
        const [message] = harness.poll(queue);
        holdConsumer(harness.engine, makeCaller().consumerId);
        harness.clock.advance(60 * SECOND);
        releaseConsumer(harness.engine, makeCaller().consumerId);
        harness.delete(queue, message);
      }
    },
  },
  {
    does: 'fails once and gets it done at the second attempt',
    run: (harness) => {
      fail(harness, 1);
      const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
      harness.delete(queue, harness.poll(queue)[0]);
    },
  },
  {
    does: 'waits for messages with long polls',
    run: (harness) => {
      const queue = harness.createQueue('tasks');
      for (let n = 0; n < 30; n++) harness.poll(queue, 20 * SECOND);
    },
  },
  {
    does: 'looks in now and then without waiting',
    run: (harness) => {
      const queue = harness.createQueue('tasks');
      for (let n = 0; n < 30; n++) {
        harness.poll(queue, 1);
        harness.clock.advance(60 * SECOND);
      }
    },
  },
  { does: 'may receive only once', run: (harness) => handle(harness, 1, redrive(harness, 1)) },
];
