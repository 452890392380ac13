import assert from 'node:assert/strict';
import { removeMessage } from '../../../broker/engine/operations/editMessage.ts';
import { copyContent, describeRemoved, restoreEdited } from '../../../broker/engine/operations/undoEdit.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import { FifoOrder } from '../../../broker/engine/state/fifoOrder.ts';
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
      const removed = describeRemoved(engine, message, content.sequenceNumber);
      const edited = { removed, content: copyContent(content) };
      removeMessage(engine, message, caller, now);
      return edited;
    });
    engine.settle();
    harness.turn();
    return () => {
      const at = engine.begin();
      const refusals = restoreEdited(engine, kept, caller, at);
      assert.deepEqual(
        refusals,
        kept.map(() => undefined),
      );
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

  const purge = (): void => {
    unwrap(purgeQueue(harness.engine, harness.queue('orders.fifo'), caller));
    harness.turn();
  };

  /** The bodies in the order of the group, whatever the number of them. */
  const line = (): string[] => {
    const { order } = harness.queue('orders.fifo');
    assert.ok(order instanceof FifoOrder);
    return [...(order.lanes.get('g')?.messages ?? [])].map(readBody);
  };

  const many = Array.from({ length: 60 }, (_, index) => `m${index}`);
  const sendMany = (): void => {
    for (const body of many) harness.send('orders.fifo', body, { groupId: 'g' });
    harness.turn();
  };

  it('is back with 59 others in front of what came after a purge, whether one undo brings them or many', () => {
    sendMany();
    const together = remove(...many.slice(0, 30));
    const alone = many.slice(30).map((body) => remove(body));
    purge();
    harness.send('orders.fifo', 'new', { groupId: 'g' });
    harness.send('orders.fifo', 'newer', { groupId: 'g' });
    harness.turn();
    // The one before the last goes first: each has less room than the one before.
    for (const putBack of alone.toReversed()) putBack();
    together();
    const expected = [...many, 'new', 'newer'];
    assert.deepEqual(line(), expected);
    harness.crash();
    assert.deepEqual(line(), expected);
  });

  for (const [name, order] of [
    ['oldest', (undos: (() => void)[]) => undos],
    ['newest', (undos: (() => void)[]) => undos.toReversed()],
  ] as const) {
    it(`keeps its order when 59 undos bring each a message between the same two, the ${name} first`, () => {
      sendMany();
      for (const putBack of order(many.slice(0, -1).map((body) => remove(body)))) putBack();
      const expected = ['a', 'b', 'c', 'd', ...many];
      assert.deepEqual(line(), expected);
      harness.crash();
      assert.deepEqual(line(), expected);
    });
  }

  it('returns to its place in a group that an undone purge brought behind newer messages', async () => {
    const before = ['a', 'b', 'c', 'd'];
    purge();
    harness.send('orders.fifo', 'x', { groupId: 'g' });
    harness.send('orders.fifo', 'y', { groupId: 'g' });
    harness.turn();
    await harness.finish(harness.journal.undoing.undoPurge(harness.queue('orders.fifo'), () => undefined));
    assert.deepEqual(line(), ['x', 'y', ...before]);
    const [c, b, y] = [remove('c'), remove('b'), remove('y')];
    c();
    y();
    b();
    assert.deepEqual(line(), ['x', 'y', ...before]);
    harness.crash();
    assert.deepEqual(line(), ['x', 'y', ...before]);
  });

  it('is not put back once its retention has ended', () => {
    const { engine } = harness;
    const [message] = harness.queue('orders.fifo').byAge.all();
    assert.ok(message);
    const content = engine.ports.contents.read(message.content);
    assert.ok(content);
    const removed = describeRemoved(engine, message, content.sequenceNumber);
    const at = engine.begin();
    const refusals = restoreEdited(
      engine,
      [
        { removed: { ...removed, sentAt: at - 345_600_000 }, content },
        { removed: { ...removed, queueArn: 'arn:aws:sqs:::gone' }, content },
        { removed, moved: undefined },
      ],
      caller,
      at,
    );
    assert.deepEqual(refusals, ['expired', 'noQueue', 'notWaiting']);
    engine.settle();
  });
});
