import assert from 'node:assert/strict';
import { changeVisibility } from '../../../broker/engine/operations/changeVisibility.ts';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { holdConsumer, releaseConsumer } from '../../../broker/engine/operations/holds.ts';
import type { ReceivedMessage } from '../../../broker/engine/state/receivedMessage.ts';
import { receiveMessages } from '../../../broker/engine/operations/receiveMessages.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import { setQueueAttributes } from '../../../broker/engine/operations/setQueueAttributes.ts';
import { EngineHarness, caller, unwrap } from '../../support/engineHarness.ts';

const SECOND = 1000;

function text(message: ReceivedMessage | undefined): string {
  return Buffer.from(message?.content.body ?? []).toString();
}

describe('a standard queue', () => {
  let harness: EngineHarness;
  beforeEach(() => {
    harness = new EngineHarness();
  });

  const send = (queue: ReturnType<EngineHarness['createQueue']>, body: string, delaySeconds?: number) =>
    unwrap(sendMessage(harness.engine, queue, { body, delaySeconds }, caller));
  const kinds = () => harness.events.map((event) => event.kind);

  it('delivers in the order of arrival and counts receives', () => {
    const queue = harness.createQueue('orders');
    for (const body of ['a', 'b', 'c']) send(queue, body);
    assert.deepEqual(harness.receive(queue, { maxMessages: 10 }).map(text), ['a', 'b', 'c']);
    assert.equal(queue.inFlightCount, 3);
    harness.clock.advance(30 * SECOND);
    assert.equal(queue.visibleCount, 3);
    assert.deepEqual(
      harness.receive(queue, { maxMessages: 10 }).map((message) => message.receiveCount),
      [2, 2, 2],
    );
  });

  it('keeps a delayed message back until its delay is over', () => {
    const queue = harness.createQueue('orders', { DelaySeconds: '5' });
    send(queue, 'late');
    send(queue, 'now', 0);
    assert.deepEqual(harness.receive(queue, { maxMessages: 10 }).map(text), ['now']);
    harness.clock.advance(5 * SECOND - 1);
    assert.equal(queue.delayedCount, 1);
    harness.clock.advance(1);
    assert.deepEqual(harness.receive(queue).map(text), ['late']);
    assert.ok(kinds().includes('visible'));
  });

  it('deletes by the newest handle even after the visibility timeout, and twice', () => {
    const queue = harness.createQueue('orders');
    send(queue, 'a');
    const [first] = harness.receive(queue);
    assert.ok(first);
    harness.clock.advance(31 * SECOND);
    assert.deepEqual(deleteMessage(harness.engine, queue, first.receiptHandle, caller), {
      ok: true,
      value: undefined,
    });
    assert.equal(queue.messageCount, 0);
    assert.ok(deleteMessage(harness.engine, queue, first.receiptHandle, caller).ok);
  });

  it('ignores an older handle after the message was received again', () => {
    const queue = harness.createQueue('orders');
    send(queue, 'a');
    const [first] = harness.receive(queue);
    harness.clock.advance(31 * SECOND);
    const [second] = harness.receive(queue);
    assert.ok(first && second);
    assert.notEqual(first.receiptHandle, second.receiptHandle);
    assert.ok(deleteMessage(harness.engine, queue, first.receiptHandle, caller).ok);
    assert.equal(queue.messageCount, 1);
  });

  it('hides a message again when its visibility is changed late', () => {
    const queue = harness.createQueue('orders');
    send(queue, 'a');
    const [first] = harness.receive(queue);
    harness.clock.advance(31 * SECOND);
    const input = { receiptHandle: first?.receiptHandle, visibilitySeconds: 60 };
    assert.ok(changeVisibility(harness.engine, queue, input, caller).ok);
    assert.equal(queue.inFlightCount, 1);
    harness.clock.advance(60 * SECOND);
    assert.equal(queue.visibleCount, 1);
  });

  it('refuses more than twelve hours from the receive', () => {
    const queue = harness.createQueue('orders', { VisibilityTimeout: '43200' });
    send(queue, 'a');
    const [message] = harness.receive(queue);
    harness.clock.advance(1);
    const refused = changeVisibility(
      harness.engine,
      queue,
      { receiptHandle: message?.receiptHandle, visibilitySeconds: 43_200 },
      caller,
    );
    assert.equal(refused.ok, false);
    assert.match(refused.ok ? '' : refused.message, /beyond the limit \[43200 seconds\]$/);
  });

  it('ends retention, also after the period was made shorter', () => {
    const queue = harness.createQueue('orders');
    send(queue, 'a');
    harness.clock.advance(70 * SECOND);
    send(queue, 'b');
    unwrap(setQueueAttributes(harness.engine, queue, { MessageRetentionPeriod: '60' }, caller));
    harness.clock.advance(0);
    assert.equal(queue.messageCount, 1);
    harness.clock.advance(60 * SECOND);
    assert.equal(queue.messageCount, 0);
    assert.equal(kinds().filter((kind) => kind === 'retentionExpired').length, 2);
  });

  it('answers a long poll when a message comes, and never one that was given up', () => {
    const queue = harness.createQueue('orders');
    const answers: string[][] = [];
    const poll = () =>
      receiveMessages(harness.engine, queue, { waitSeconds: 20, maxMessages: 10 }, caller, (result) => {
        answers.push(unwrap(result).map(text));
      });
    const giveUp = poll();
    poll();
    giveUp();
    send(queue, 'a');
    assert.deepEqual(answers, [['a']]);
    assert.equal(queue.waiters.size, 0);
  });

  it('ends a long poll empty when its time is over', () => {
    const queue = harness.createQueue('orders');
    const answers: number[] = [];
    receiveMessages(harness.engine, queue, { waitSeconds: 20 }, caller, (result) =>
      answers.push(unwrap(result).length),
    );
    harness.clock.advance(20 * SECOND - 1);
    assert.deepEqual(answers, []);
    harness.clock.advance(1);
    assert.deepEqual(answers, [0]);
  });

  it('pauses the visibility timeouts of one consumer and resumes them with their remaining time', () => {
    const queue = harness.createQueue('orders');
    send(queue, 'a');
    harness.receive(queue);
    harness.clock.advance(10 * SECOND);
    assert.equal(holdConsumer(harness.engine, caller.consumerId), 1);
    harness.clock.advance(3600 * SECOND);
    assert.equal(queue.inFlightCount, 1);
    assert.equal(queue.heldCount, 1);
    assert.equal(releaseConsumer(harness.engine, caller.consumerId), 1);
    harness.clock.advance(20 * SECOND - 1);
    assert.equal(queue.inFlightCount, 1);
    harness.clock.advance(1);
    assert.equal(queue.visibleCount, 1);
    assert.equal(queue.heldCount, 0);
  });

  it('moves a message to the dead-letter queue at the receive after the last allowed one', () => {
    const dead = harness.createQueue('dead');
    const queue = harness.createQueue('orders', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 }),
    });
    const sent = send(queue, 'poison');
    for (let receive = 0; receive < 2; receive++) {
      assert.equal(harness.receive(queue).length, 1);
      harness.clock.advance(31 * SECOND);
    }
    assert.equal(harness.receive(queue).length, 0);
    const [moved] = harness.receive(dead);
    assert.equal(moved?.messageId, sent.messageId);
    assert.equal(moved?.receiveCount, 3);
    assert.equal(moved?.deadLetterSourceArn, queue.arn);
  });

  it('emits each change when it is made, with the queue in its new state', () => {
    const queue = harness.createQueue('orders');
    const seen: string[] = [];
    harness.engine.onEvent(({ kind }) => {
      const { visibleCount, inFlightCount, delayedCount } = queue;
      seen.push(`${kind} ${visibleCount} ${inFlightCount} ${delayedCount}`);
    });
    for (const body of ['a', 'b', 'c']) send(queue, body);
    const [first, second] = harness.receive(queue, { maxMessages: 2, visibilitySeconds: 1 });
    deleteMessage(harness.engine, queue, first?.receiptHandle, caller);
    harness.clock.advance(SECOND);
    deleteMessage(harness.engine, queue, second?.receiptHandle, caller);
    harness.receive(queue, { visibilitySeconds: 0 });
    assert.deepEqual(seen, [
      'sent 1 0 0',
      'sent 2 0 0',
      'sent 3 0 0',
      'received 2 1 0',
      'received 1 2 0',
      'deleted 1 1 0',
      'expired 2 0 0',
      'deleted 1 0 0',
      'received 0 1 0',
      'visible 1 0 0',
    ]);
  });
});
