import assert from 'node:assert/strict';
import { removeMessage } from '../../../broker/engine/operations/editMessage.ts';
import { copyContent, describeRemoved, restoreDeleted } from '../../../broker/engine/operations/undoEdit.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import type { Message } from '../../../broker/engine/state/message.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { JournalHarness } from '../../support/journalHarness.ts';

describe('a deleted message that is put back', () => {
  let harness: JournalHarness;
  beforeEach(() => {
    harness = new JournalHarness({ segmentBytes: 2048 });
    harness.start();
    harness.create('orders.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    for (const body of ['a', 'b', 'c', 'd']) harness.send('orders.fifo', body, { groupId: 'g' });
    harness.turn();
  });

  /** Deletes messages as the editor does. @returns what puts them back */
  function remove(...bodies: readonly string[]): () => void {
    const { engine } = harness;
    const now = engine.begin();
    const found = [...harness.queue('orders.fifo').byAge.all()].filter((message) =>
      bodies.includes(readBody(message)),
    );
    const kept = found.map((message) => {
      const content = engine.ports.contents.read(message.content);
      assert.ok(content);
      const edited = [describeRemoved(engine, message, content), copyContent(content)] as const;
      removeMessage(engine, message, caller, now);
      return edited;
    });
    engine.settle();
    harness.turn();
    return () => {
      const at = engine.begin();
      for (const [removed, content] of kept)
        assert.equal(restoreDeleted(engine, removed, content, caller, at), undefined);
      engine.settle();
      harness.turn();
    };
  }

  const readBody = ({ content }: Message): string =>
    Buffer.from(harness.engine.ports.contents.read(content)?.body ?? []).toString();

  it('is at its place in its message group, also after a restart', () => {
    const putBack = remove('a', 'c');
    harness.send('orders.fifo', 'e', { groupId: 'g' });
    putBack();
    assert.deepEqual(harness.bodies('orders.fifo'), ['a', 'b', 'c', 'd', 'e']);
    harness.crash();
    assert.deepEqual(harness.bodies('orders.fifo'), ['a', 'b', 'c', 'd', 'e']);
    assert.equal(harness.queue('orders.fifo').messageCount, 5);
  });

  it('has its receive count and its id after a restart', () => {
    const [before] = harness.receive('orders.fifo', { visibilitySeconds: 0, maxMessages: 1 });
    remove('a')();
    harness.crash();
    const [after] = harness.receive('orders.fifo', { maxMessages: 1 });
    assert.equal(after?.messageId, before?.messageId);
    assert.equal(after?.receiveCount, 2);
  });

  it('stays deleted when the broker ends before it is put back', () => {
    remove('b');
    harness.crash();
    assert.deepEqual(harness.bodies('orders.fifo'), ['a', 'c', 'd']);
  });

  it('outlives a purge that came before it was put back, and goes with one that comes after', () => {
    const putBack = remove('b');
    unwrap(purgeQueue(harness.engine, harness.queue('orders.fifo'), caller));
    harness.turn();
    harness.send('orders.fifo', 'new', { groupId: 'g' });
    putBack();
    harness.crash();
    assert.deepEqual(harness.bodies('orders.fifo'), ['b', 'new']);
    harness.pass(60_000);
    unwrap(purgeQueue(harness.engine, harness.queue('orders.fifo'), caller));
    harness.turn();
    harness.crash();
    assert.deepEqual(harness.bodies('orders.fifo'), []);
  });

  it('is not put back once its retention has ended', () => {
    const { engine } = harness;
    const [message] = harness.queue('orders.fifo').byAge.all();
    assert.ok(message);
    const content = engine.ports.contents.read(message.content);
    assert.ok(content);
    const removed = describeRemoved(engine, message, content);
    const at = engine.begin();
    assert.equal(
      restoreDeleted(engine, { ...removed, sentAt: at - 345_600_000 }, content, caller, at),
      'expired',
    );
    assert.equal(
      restoreDeleted(engine, { ...removed, queueArn: 'arn:aws:sqs:::gone' }, content, caller, at),
      'noQueue',
    );
    engine.settle();
  });
});
