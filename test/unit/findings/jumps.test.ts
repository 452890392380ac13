import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { FINDING_RULES, type FindingRule } from '../../../broker/protocol/findings.ts';
import { FindingsHarness } from '../../support/findingsHarness.ts';
import { makeCaller } from '../../support/testCaller.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

type Wait = (harness: FindingsHarness, ms: number) => void;

interface Program {
  readonly does: string;
  /** `wait` is what lets the timeout or the retention run out. */
  readonly run: (harness: FindingsHarness, wait: Wait) => void;
}

const makeQueue = (harness: FindingsHarness, attributes: Record<string, string> = {}): Queue =>
  harness.createQueue('tasks', { VisibilityTimeout: '30', ...attributes });

/** Receives what is there again and again, and deletes none of it. */
function receiveAgain(harness: FindingsHarness, queue: Queue, times: number, wait: Wait): void {
  for (let n = 0; n < times; n++) {
    harness.poll(queue);
    wait(harness, 40 * SECOND);
  }
}

/** For every finding, programs that work well but for the time that passes: with a jump nothing is found, without one it is. */
const PROGRAMS: Readonly<Record<FindingRule, readonly Program[]>> = {
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
};

/** What a person does, and what a program does by being slow. */
const jump: Wait = (harness, ms) => harness.jump(ms);
const idle: Wait = (harness, ms) => harness.clock.advance(ms);

describe('findings and a clock that is moved', () => {
  it('looks at every rule', () => {
    assert.deepEqual(Object.keys(PROGRAMS).sort(), [...FINDING_RULES].sort());
  });

  for (const [rule, programs] of Object.entries(PROGRAMS)) {
    for (const { does, run } of programs) {
      it(`blames no program for what a jump did: ${does}`, () => {
        const harness = new FindingsHarness();
        run(harness, jump);
        assert.deepEqual(
          harness.found.map((finding) => [finding.rule, finding.explanation]),
          [],
        );
      });

      // A clock that goes back was moved forward before.
      if (rule === 'shortPolling') continue;
      it(`still finds it where the time has passed: ${does}`, () => {
        const harness = new FindingsHarness();
        run(harness, idle);
        assert.ok(
          harness.found.some((finding) => finding.rule === rule),
          JSON.stringify(harness.found.map((finding) => finding.rule)),
        );
      });
    }
  }

  it('still finds that a handler is slow when the clock was moved by a little', () => {
    const harness = new FindingsHarness();
    const queue = makeQueue(harness);
    harness.send(queue);
    const [message] = harness.poll(queue);
    harness.jump(5 * SECOND);
    harness.clock.advance(40 * SECOND);
    harness.delete(queue, message);
    const [finding] = harness.found;
    assert.equal(finding?.rule, 'deletedTooLate');
    assert.match(finding?.explanation ?? '', /deleted 40 s after/, 'without the jump');
  });

  it('counts a receive that a jump ended for nothing, and the others as before', () => {
    const harness = new FindingsHarness();
    const queue = makeQueue(harness);
    harness.send(queue);
    harness.delete(queue, harness.poll(queue)[0]);
    harness.send(queue);
    receiveAgain(harness, queue, 1, jump);
    receiveAgain(harness, queue, 2, idle);
    assert.deepEqual(harness.found, []);
    receiveAgain(harness, queue, 1, idle);
    assert.deepEqual(
      harness.found.map(({ rule }) => rule),
      ['poisonMessage'],
    );
  });
});
