import assert from 'node:assert/strict';
import { changeVisibility } from '../../../broker/engine/operations/changeVisibility.ts';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import type { Message } from '../../../broker/engine/state/message.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import type { ReceivedMessage } from '../../../broker/engine/state/receivedMessage.ts';
import { receiveMessages } from '../../../broker/engine/operations/receiveMessages.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import { setQueueAttributes } from '../../../broker/engine/operations/setQueueAttributes.ts';
import { EngineHarness, caller, unwrap } from '../../support/engineHarness.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

function bodies(messages: readonly ReceivedMessage[]): string[] {
  return messages.map((message) => Buffer.from(message.content.body).toString());
}

describe('a FIFO queue', () => {
  let harness: EngineHarness;
  let queue: Queue;
  beforeEach(() => {
    harness = new EngineHarness();
    queue = harness.createQueue('orders.fifo', { ContentBasedDeduplication: 'true' });
  });

  const send = (body: string, groupId = 'one', deduplicationId?: string) =>
    unwrap(sendMessage(harness.engine, queue, { body, groupId, deduplicationId }, caller));
  const receive = (maxMessages = 10, attemptId?: string) =>
    harness.receive(queue, { maxMessages, attemptId });
  const remove = (message: ReceivedMessage | undefined) =>
    deleteMessage(harness.engine, queue, message?.receiptHandle, caller);
  const change = (message: ReceivedMessage | undefined, visibilitySeconds: number) =>
    changeVisibility(
      harness.engine,
      queue,
      { receiptHandle: message?.receiptHandle, visibilitySeconds },
      caller,
    );

  describe('locks a message group by its longest visible run', () => {
    beforeEach(() => {
      for (const body of ['1', '2', '3']) send(body);
    });

    it('gives several messages of one group in one call', () => {
      assert.deepEqual(bodies(receive()), ['1', '2', '3']);
    });

    it('keeps the group locked until the first remaining message is visible', () => {
      const [first, second] = receive(2);
      assert.deepEqual(bodies(receive()), []);
      assert.ok(remove(second).ok);
      assert.deepEqual(bodies(receive()), []);
      assert.ok(remove(first).ok);
      assert.deepEqual(bodies(receive()), ['3']);
    });

    it('gives only the first message when the second is still in flight', () => {
      const [first] = receive(2);
      assert.ok(change(first, 0).ok);
      assert.deepEqual(bodies(receive()), ['1']);
    });

    it('lets the first two return when only the third is extended, and none when the first is', () => {
      const [first, , third] = receive(3);
      assert.ok(change(third, 100).ok);
      harness.clock.advance(30 * SECOND);
      const [again] = receive(10);
      assert.deepEqual(queue.inFlightCount, 3);
      assert.equal(again?.messageId, first?.messageId);
      assert.ok(change(again, 300).ok);
      harness.clock.advance(100 * SECOND);
      assert.deepEqual(bodies(receive()), []);
    });

    it('wakes a waiting receive when the lock ends', () => {
      const [first] = receive(3);
      const answers: string[][] = [];
      receiveMessages(harness.engine, queue, { waitSeconds: 20 }, caller, (result) =>
        answers.push(bodies(unwrap(result))),
      );
      send('4');
      assert.deepEqual(answers, [], 'a send to a locked group does not unlock it');
      assert.ok(change(first, 0).ok);
      assert.deepEqual(answers, [['1']]);
    });

    it('delivers other groups meanwhile', () => {
      receive(1);
      send('a', 'two');
      assert.deepEqual(bodies(receive()), ['a']);
    });
  });

  describe('drops duplicates', () => {
    it('by the hash of the body for five minutes from the first send, with the first id', () => {
      const first = send('same');
      harness.clock.advance(4 * MINUTE);
      const second = send('same');
      assert.equal(second.messageId, first.messageId);
      assert.equal(second.sequenceNumber, first.sequenceNumber);
      assert.equal(queue.messageCount, 1);
      harness.clock.advance(MINUTE);
      assert.notEqual(send('same').messageId, first.messageId);
    });

    it('also after the first was deleted', () => {
      send('same');
      assert.ok(remove(receive()[0]).ok);
      send('same');
      assert.equal(queue.messageCount, 0);
    });

    it('across groups, or in each group by its own', () => {
      send('same', 'one');
      send('same', 'two');
      assert.equal(queue.messageCount, 1);
      unwrap(setQueueAttributes(harness.engine, queue, { DeduplicationScope: 'messageGroup' }, caller));
      send('other', 'one');
      send('other', 'two');
      assert.equal(queue.messageCount, 3);
    });

    it('of which an explicit id may be the hash of another body', () => {
      const hash = '0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5';
      send('same');
      send('something else', 'one', hash);
      assert.equal(queue.messageCount, 1);
    });

    it('but not after a purge', () => {
      send('same');
      unwrap(purgeQueue(harness.engine, queue, caller));
      send('same');
      assert.equal(queue.messageCount, 1);
    });
  });

  describe('knows receive attempts', () => {
    it('returns the same messages and handles again and restarts their timeout', () => {
      for (const body of ['1', '2']) send(body);
      const first = receive(10, 'attempt');
      harness.clock.advance(20 * SECOND);
      assert.deepEqual(
        receive(10, 'attempt').map((message) => message.receiptHandle),
        first.map((message) => message.receiptHandle),
      );
      harness.clock.advance(29 * SECOND);
      assert.equal(queue.inFlightCount, 2);
    });

    it('refuses an attempt of which a message was deleted', () => {
      for (const body of ['1', '2']) send(body);
      const [first] = receive(10, 'attempt');
      assert.ok(remove(first).ok);
      assert.throws(
        () => receive(10, 'attempt'),
        /InvalidParameterValue: .* the receive call is not retryable\.$/,
      );
    });

    it('reports messages that a repeated attempt with a timeout of 0 makes visible', () => {
      for (const body of ['1', '2']) send(body);
      receive(10, 'attempt');
      const expired: Message[] = [];
      harness.engine.onEvent((event) => {
        if (event.kind === 'expired') expired.push(event.message);
      });
      harness.receive(queue, { maxMessages: 10, attemptId: 'attempt', visibilitySeconds: 0 });
      assert.equal(expired.length, 2);
      assert.equal(queue.visibleCount, 2);
    });
  });

  it('refuses handles that have expired', () => {
    send('1');
    const [message] = receive();
    harness.clock.advance(30 * SECOND);
    for (const result of [remove(message), change(message, 10)]) {
      assert.equal(result.ok, false);
      assert.match(
        result.ok ? '' : result.message,
        /^Value AQEB.* for parameter ReceiptHandle is invalid\. Reason: The receipt handle has expired\.$/,
      );
    }
  });

  it('numbers its messages with twenty rising digits', () => {
    const numbers = ['1', '2', '3'].map((body) => send(body).sequenceNumber ?? '');
    assert.ok(numbers.every((number) => /^\d{20}$/.test(number)));
    assert.deepEqual([...numbers].sort(), numbers);
  });

  it('applies a changed delay to messages that wait already', () => {
    send('1');
    unwrap(setQueueAttributes(harness.engine, queue, { DelaySeconds: '60' }, caller));
    assert.equal(queue.delayedCount, 1);
    assert.deepEqual(receive(), []);
    unwrap(setQueueAttributes(harness.engine, queue, { DelaySeconds: '0' }, caller));
    assert.deepEqual(bodies(receive()), ['1']);
  });

  it('moves a poison message to its dead-letter queue with a new deduplication id and unblocks the group', () => {
    const dead = harness.createQueue('dead.fifo');
    const policy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
    unwrap(setQueueAttributes(harness.engine, queue, { RedrivePolicy: policy }, caller));
    const poison = send('poison');
    send('next');
    receive(1);
    harness.clock.advance(31 * SECOND);
    assert.deepEqual(bodies(receive()), ['next']);
    const [moved] = harness.receive(dead);
    assert.equal(moved?.messageId, poison.messageId);
    assert.equal(moved?.content.deduplicationId, poison.messageId);
    assert.notEqual(moved?.content.sequenceNumber, poison.sequenceNumber);
  });
});
