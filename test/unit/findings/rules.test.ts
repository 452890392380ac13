import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RULES } from '../../../broker/findings/allRules.ts';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { setQueueAttributes } from '../../../broker/engine/operations/setQueueAttributes.ts';
import type { FindingRule } from '../../../broker/protocol/findings.ts';
import { unwrap } from '../../support/engineHarness.ts';
import { FindingsHarness } from '../../support/findingsHarness.ts';
import { makeCaller } from '../../support/testCaller.ts';
import { MISTAKES } from '../../support/findingPrograms.ts';
import { DAY, SECOND, handle, redrive } from '../../support/findingSteps.ts';
import { GOOD } from '../../support/goodPrograms.ts';

describe('Findings', () => {
  for (const { name: rule } of RULES) {
    it(`have a program that makes the mistake of ${rule}`, () => {
      assert.ok(MISTAKES[rule].length > 0);
    });

    for (const { does, run } of MISTAKES[rule]) {
      it(`say ${rule} of a program that ${does}`, () => {
        const harness = new FindingsHarness();
        run(harness);
        const finding = harness.found.find((candidate) => candidate.rule === rule);
        assert.ok(finding, `found: ${harness.found.map((other) => other.rule).join(', ')}`);
        assert.ok(finding.count > 0 && finding.explanation.length > 40 && finding.remedy.length > 20);
        assert.ok(harness.changeCount > 0);
      });
    }
  }

  for (const { does, run } of GOOD) {
    it(`say nothing of a program that ${does}`, () => {
      const harness = new FindingsHarness();
      run(harness);
      assert.deepEqual(harness.found, []);
    });
  }

  it('name the queue, the consumer, the messages and the times, and count', () => {
    const harness = new FindingsHarness();
    const start = harness.clock.now();
    handle(harness, 40);
    handle(harness, 50);
    const [finding] = harness.found;
    assert.equal(finding?.rule, 'deletedTooLate');
    assert.equal(finding.queueArn, 'arn:aws:sqs:us-east-1:000000000000:tasks');
    assert.equal(finding.consumer?.id, makeCaller().consumerId);
    assert.equal(finding.messageIds.length, 2);
    assert.equal(finding.count, 2);
    assert.equal(finding.firstSeen, start + 40 * SECOND);
    assert.equal(finding.lastSeen, start + 90 * SECOND);
    assert.match(finding.explanation, /50 s after it was received, but its visibility timeout was only 30 s/);
  });

  it('suggest a visibility timeout with room above the 95th percentile', () => {
    const harness = new FindingsHarness();
    for (let n = 0; n < 4; n++) handle(harness, 40);
    const finding = harness.found.find(({ rule }) => rule === 'slowHandler');
    assert.deepEqual(finding?.suggestion, { attribute: 'VisibilityTimeout', value: '60' });
  });

  it('count as many slow messages as they speak of', () => {
    const harness = new FindingsHarness();
    for (let n = 0; n < 7; n++) handle(harness, 40);
    const finding = harness.found.find(({ rule }) => rule === 'slowHandler');
    assert.equal(finding?.count, 7);
    assert.match(finding.explanation, /^7 messages took longer/);
  });

  for (const [name, price] of [
    ['tasks', '0.35'],
    ['tasks.fifo', '0.43'],
  ] as const) {
    it(`say what short polling costs, on ${name}`, () => {
      const harness = new FindingsHarness();
      const queue = harness.createQueue(name, name.endsWith('.fifo') ? { FifoQueue: 'true' } : {});
      for (let n = 0; n < 10; n++) harness.poll(queue, 100);
      // Ten requests a second are 864,000 a day, at $0.40 a million, or $0.50 for a FIFO queue.
      const explanation = harness.found[0]?.explanation ?? '';
      assert.ok(explanation.includes(`864,000 billed requests a day, about $${price}.`), explanation);
    });
  }

  it('stay away once dismissed, until they are cleared', () => {
    const harness = new FindingsHarness();
    handle(harness, 40);
    const id = harness.found[0]?.id as string;
    assert.equal(harness.findings.dismiss(id), true);
    assert.equal(harness.findings.dismiss(id), false);
    handle(harness, 40);
    assert.deepEqual(harness.found, []);
    harness.findings.clear();
    handle(harness, 40);
    assert.equal(harness.found.length, 1);
  });

  it('are at most 500, and forget the one seen last longest ago', () => {
    const harness = new FindingsHarness();
    for (let n = 0; n < 501; n++) harness.send(harness.createQueue(`unread-${n}`));
    harness.clock.advance(5 * DAY);
    assert.equal(harness.found.length, 500);
    assert.ok(harness.found.every(({ queueArn }) => !queueArn.endsWith(':unread-0')));
  });

  /** A consumer that fails at 79 messages, again and again. */
  function failAtMany(harness: FindingsHarness, attributes: Record<string, string> = {}): Queue {
    const queue = harness.createQueue('tasks', { VisibilityTimeout: '30', ...attributes });
    for (let n = 0; n < 79; n++) harness.send(queue, `${n}`, queue.isFifo ? `group-${n % 40}` : undefined);
    for (let n = 0; n < 4; n++) {
      while (harness.poll(queue).length > 0);
      harness.clock.advance(30 * SECOND);
    }
    return queue;
  }

  const MANY: readonly [what: string, attributes: (harness: FindingsHarness) => Record<string, string>][] = [
    ['a queue without dead-letter queue', () => ({})],
    ['a queue with a dead-letter queue', (harness) => redrive(harness, 5)],
  ];
  for (const [what, attributes] of MANY) {
    it(`are one for each rule of a consumer that fails at 79 messages of ${what}`, () => {
      const harness = new FindingsHarness();
      failAtMany(harness, attributes(harness));
      const rules = harness.found.map(({ rule }) => rule);
      assert.ok(rules.includes('neverDeleted'), rules.join());
      assert.deepEqual(rules, [...new Set(rules)]);
      for (const { count, messageIds } of harness.found) {
        assert.ok(count >= 77, `${count}`);
        assert.equal(messageIds.length, 5);
      }
    });
  }

  it('are one for each consumer and queue where many messages are poison, or many groups blocked', () => {
    const harness = new FindingsHarness();
    const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
    harness.send(queue, 'good');
    for (const message of harness.poll(queue)) harness.delete(queue, message);
    failAtMany(harness);
    const fifo = harness.createQueue('steps.fifo', { VisibilityTimeout: '30' });
    for (let n = 0; n < 20; n++) harness.send(fifo, `${n}`, `group-${n % 5}`);
    for (let n = 0; n < 3; n++) {
      while (harness.poll(fifo).length > 0);
      harness.clock.advance(30 * SECOND);
    }
    const count = (rule: FindingRule) => harness.found.filter((finding) => finding.rule === rule).length;
    assert.equal(count('poisonMessage'), 1);
    assert.equal(count('groupBlocked'), 1);
  });

  const STORED: readonly FindingRule[] = ['neverDeleted', 'receiveCountNearMaximum'];
  const ENDS: readonly [
    what: string,
    rules: readonly FindingRule[],
    end: (harness: FindingsHarness, queue: Queue) => void,
  ][] = [
    [
      'the queue is purged',
      STORED,
      (harness, queue) => void unwrap(purgeQueue(harness.engine, queue, makeCaller())),
    ],
    [
      'the queue is deleted',
      STORED,
      (harness, queue) => void deleteQueue(harness.engine, queue, makeCaller()),
    ],
    [
      'the consumer deletes the messages',
      STORED,
      (harness, queue) => {
        for (let messages = harness.poll(queue); messages.length > 0; messages = harness.poll(queue))
          for (const message of messages) harness.delete(queue, message);
      },
    ],
    [
      'the messages have moved to the dead-letter queue',
      ['receiveCountNearMaximum'],
      (harness, queue) => {
        while (harness.poll(queue).length > 0);
        harness.clock.advance(30 * SECOND);
        harness.poll(queue);
      },
    ],
    ['the messages have expired', STORED, (harness) => harness.clock.advance(15 * DAY)],
  ];
  for (const [what, rules, end] of ENDS) {
    it(`disappear when ${what}`, () => {
      const harness = new FindingsHarness();
      const queue = failAtMany(harness, redrive(harness, 5));
      const found = () => harness.found.map(({ rule }) => rule);
      for (const rule of rules) assert.ok(found().includes(rule), `${rule} of ${found().join()}`);
      const changeCount = harness.changeCount;
      end(harness, queue);
      for (const rule of rules) assert.ok(!found().includes(rule), `${rule} of ${found().join()}`);
      assert.ok(harness.changeCount > changeCount);
    });
  }

  it('disappear when the queue has the suggested value, or more', () => {
    const harness = new FindingsHarness();
    for (let n = 0; n < 4; n++) handle(harness, 40);
    const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
    const isSlow = () => harness.found.some(({ rule }) => rule === 'slowHandler');
    const set = (VisibilityTimeout: string) =>
      unwrap(setQueueAttributes(harness.engine, queue, { VisibilityTimeout }, makeCaller()));
    set('59');
    assert.ok(isSlow());
    set('60');
    assert.ok(!isSlow());
  });

  it('disappear when the consumer has deleted ten messages in a row in time, and not before', () => {
    const harness = new FindingsHarness();
    for (let n = 0; n < 3; n++) handle(harness, 40);
    for (let n = 0; n < 9; n++) handle(harness, 1);
    assert.deepEqual(harness.found.map(({ rule }) => rule).sort(), ['deletedTooLate', 'slowHandler']);
    handle(harness, 1);
    assert.deepEqual(harness.found, []);
  });

  it('disappear when the consumer waits for messages', () => {
    const harness = new FindingsHarness();
    const queue = harness.createQueue('tasks');
    for (let n = 0; n < 10; n++) harness.poll(queue, 200);
    assert.equal(harness.found.length, 1);
    harness.poll(queue, 20 * SECOND);
    assert.deepEqual(harness.found, []);
  });
});
