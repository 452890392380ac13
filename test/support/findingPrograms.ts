import type { FindingRule } from '../../broker/protocol/findings.ts';
import {
  DAY,
  HOUR,
  SECOND,
  fail,
  handle,
  makeQueue,
  receiveAgain,
  redrive,
  type Program,
  type WaitingProgram,
} from './findingSteps.ts';
import { FUNCTION_MISTAKES, FUNCTION_WAITING } from './functionMistakes.ts';
import { POOL_MISTAKES, POOL_WAITING } from './poolMistakes.ts';
import { makeCaller } from './testCaller.ts';

/** For every finding, programs that make the mistake. */
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
  ...POOL_MISTAKES,
  ...FUNCTION_MISTAKES,
};

/**
 * For every finding about time, programs that work well but for the time that passes: with a jump nothing is found, without
 * one it is. None for mistakes that need no time.
 */
export const WAITING: Readonly<Record<FindingRule, readonly WaitingProgram[]>> = {
  deletedTooLate: [
    {
      does: 'deletes a message after its timeout',
      run: (harness, wait) => {
        const queue = makeQueue(harness);
        harness.send(queue);
        const [message] = harness.poll(queue);
        wait(harness, HOUR);
        harness.delete(queue, message);
      },
    },
    {
      does: 'deletes a message whose timeout it changed before',
      run: (harness, wait) => {
        const queue = makeQueue(harness);
        harness.send(queue);
        const [message] = harness.poll(queue);
        harness.extend(queue, message, 60);
        wait(harness, HOUR);
        harness.delete(queue, message);
      },
    },
    {
      does: 'deletes what another consumer has received again',
      run: (harness, wait) => {
        const queue = makeQueue(harness);
        harness.send(queue);
        const [message] = harness.poll(queue);
        wait(harness, HOUR);
        harness.receive(queue, {}, makeCaller({ consumerId: 'other' }));
        harness.delete(queue, message);
      },
    },
  ],
  slowHandler: [
    {
      does: 'works on three messages for longer than their timeout',
      run: (harness, wait) => {
        const queue = makeQueue(harness);
        for (let n = 0; n < 3; n++) {
          harness.send(queue);
          const [message] = harness.poll(queue);
          wait(harness, 40 * SECOND);
          harness.delete(queue, message);
        }
      },
    },
  ],
  neverDeleted: [
    {
      does: 'has three messages whose timeouts run out',
      run: (harness, wait) => {
        const queue = makeQueue(harness);
        for (let n = 0; n < 3; n++) harness.send(queue);
        harness.poll(queue);
        wait(harness, HOUR);
      },
    },
  ],
  poisonMessage: [
    {
      does: 'receives one message three times',
      run: (harness, wait) => {
        const queue = makeQueue(harness);
        harness.send(queue);
        harness.delete(queue, harness.poll(queue)[0]);
        harness.send(queue);
        receiveAgain(harness, queue, 3, wait);
      },
    },
  ],
  receiveCountNearMaximum: [
    {
      does: 'receives a message four times of five',
      run: (harness, wait) => {
        const { arn } = harness.createQueue('dead');
        const policy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 5 });
        const queue = makeQueue(harness, { RedrivePolicy: policy });
        harness.send(queue);
        receiveAgain(harness, queue, 4, wait);
      },
    },
  ],
  groupBlocked: [
    {
      does: 'receives the first message of a group three times',
      run: (harness, wait) => {
        const queue = harness.createQueue('tasks.fifo', { VisibilityTimeout: '30' });
        for (let n = 0; n < 2; n++) harness.send(queue, 'work', 'group');
        for (let n = 0; n < 3; n++) {
          harness.receive(queue, {}, makeCaller({ action: 'ReceiveMessage' }));
          wait(harness, 40 * SECOND);
        }
      },
    },
  ],
  partialBatch: ['DeleteMessageBatch', 'ChangeMessageVisibilityBatch'].map((action) => ({
    does: `calls ${action} with handles that are void`,
    run: (harness, wait) => {
      const queue = makeQueue(harness);
      harness.send(queue);
      harness.poll(queue);
      wait(harness, HOUR);
      harness.recorder.recordCall({
        action,
        queueArn: queue.arn,
        caller: makeCaller({ action }),
        payloadBytes: 10,
        billedRequests: 1,
        messageCount: 9,
        durationMs: 1,
        failedEntries: { count: 1, code: 'ReceiptHandleIsInvalid', message: 'No.' },
      });
    },
  })),
  shortPolling: [
    {
      does: 'polls once a minute without waiting, and the clock goes back in between',
      run: (harness, wait) => {
        const queue = makeQueue(harness);
        wait(harness, DAY);
        for (let n = 0; n < 10; n++) {
          harness.poll(queue);
          harness.clock.advance(60 * SECOND);
          if (n === 8) harness.resetClock(DAY);
        }
      },
    },
  ],
  expiredUnread: [
    {
      does: 'leaves a message until its retention ends',
      run: (harness, wait) => {
        harness.send(makeQueue(harness));
        wait(harness, 4 * DAY);
      },
    },
    {
      does: 'leaves a message that a jump has made old',
      run: (harness, wait) => {
        harness.send(makeQueue(harness));
        wait(harness, 4 * DAY - HOUR);
        harness.clock.advance(HOUR);
      },
    },
    {
      does: 'leaves a message that a jump has made old, behind the way back to real time',
      run: (harness, wait) => {
        harness.send(makeQueue(harness));
        wait(harness, 4 * DAY - HOUR);
        harness.resetClock(4 * DAY - HOUR);
        harness.clock.advance(HOUR);
      },
    },
  ],
  ...POOL_WAITING,
  ...FUNCTION_WAITING,
};
