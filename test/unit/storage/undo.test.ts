import assert from 'node:assert/strict';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import type { Undone } from '../../../broker/storage/keeping/undo.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { flipBit, listRecords } from '../../support/journalFiles.ts';
import { FOLDER, JournalHarness } from '../../support/journalHarness.ts';

describe('undoing what lost messages', () => {
  let harness: JournalHarness;
  const ignore = (): void => undefined;

  function start(segmentBytes: number): void {
    harness = new JournalHarness({ segmentBytes });
    harness.start();
    harness.create('orders', { VisibilityTimeout: '77' }, { team: 'a' });
    for (const body of ['a', 'b', 'c']) harness.send('orders', body);
    harness.turn();
  }

  beforeEach(() => start(2048));

  const purge = (): unknown => unwrap(purgeQueue(harness.engine, harness.queue('orders'), caller));
  const undoPurge = (): Promise<Undone | undefined> =>
    harness.journal.undoing.undoPurge(harness.queue('orders'), ignore);
  const undoAll = (): Promise<Undone | undefined> => harness.finish(undoPurge());
  const losses = () =>
    harness.journal.undoing.list().map(({ removal, messages }) => [removal.kind, messages]);

  it('a purge: the messages are back, once, also after a restart', async () => {
    purge();
    assert.deepEqual(losses(), [['purge', 3]]);
    harness.turn();
    harness.send('orders', 'after');
    harness.turn();
    assert.deepEqual(await undoAll(), { messages: 3, missing: 0, total: 3 });
    assert.equal(harness.queue('orders').messageCount, 4);
    assert.deepEqual(losses(), []);
    harness.turn();
    harness.crash();
    assert.deepEqual(losses(), []);
    assert.deepEqual(harness.bodies('orders'), ['after', 'a', 'b', 'c']);
    assert.equal(await undoAll(), undefined);
  });

  it('a purge before a restart: what it took is still known', async () => {
    const [received] = harness.receive('orders');
    purge();
    harness.turn();
    harness.crash();
    assert.deepEqual(losses(), [['purge', 3]]);
    assert.equal((await undoAll())?.messages, 3);
    const [again] = harness.receive('orders');
    assert.equal(again?.messageId, received?.messageId);
    assert.equal(again?.receiveCount, 2, 'it was received before');
  });

  it('a purge before a restart: what its messages had last is kept as long as they are', async () => {
    // Behind a segment of their own, so that nothing but the purge needs that of the receive.
    const fill = (): void => {
      harness.send('orders', 'x'.repeat(2000));
      harness.turn();
    };
    fill();
    const [received] = harness.receive('orders');
    harness.turn();
    for (let count = 0; count < 3; count++) fill();
    purge();
    for (let count = 0; count < 5; count++) {
      harness.turn();
      harness.pass(2000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    harness.crash();
    await undoAll();
    const again = harness.receive('orders', { maxMessages: 10 });
    const second = again.find(({ messageId }) => messageId === received?.messageId);
    assert.equal(second?.receiveCount, 2);
  });

  it('a purge before the clock is set back: nothing was sent later than now', async () => {
    harness.jump(600_000);
    harness.send('orders', 'd');
    harness.receive('orders', { maxMessages: 10 });
    harness.turn();
    purge();
    harness.resetClock();
    const now = harness.clock.now();
    assert.equal((await undoAll())?.messages, 4);
    const times = [...harness.queue('orders').byAge.all()].map(({ sentAt, firstReceivedAt }) =>
      Math.max(sentAt, firstReceivedAt),
    );
    assert.deepEqual(
      times.filter((at) => at > now),
      [],
    );
  });

  it('a purge: only what it took is restored', async () => {
    const [first] = harness.receive('orders');
    unwrap(deleteMessage(harness.engine, harness.queue('orders'), first?.receiptHandle ?? '', caller));
    harness.send('orders', 'd');
    purge();
    assert.deepEqual(losses(), [['purge', 3]]);
    harness.turn();
    await undoAll();
    assert.deepEqual(harness.bodies('orders'), ['b', 'c', 'd']);
  });

  it('a purge of nothing: the one before can still be undone', async () => {
    purge();
    harness.clock.advance(61_000);
    purge();
    assert.equal((await undoAll())?.messages, 3);
  });

  it('a purge: reclaim keeps the messages for a while, and reports when they are reclaimed', async () => {
    // The purge itself is written behind this, in another segment.
    harness.send('orders', 'x'.repeat(1500));
    harness.turn();
    purge();
    const fill = async (): Promise<void> => {
      for (let count = 0; count < 20; count++) {
        harness.send('orders', 'x'.repeat(1000));
        harness.turn();
        harness.pass(2000);
        // Segments go after a sync, which ends in a turn of its own.
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await fill();
    assert.deepEqual(losses(), [['purge', 4]]);
    harness.clock.advance(6 * 60_000);
    await fill();
    assert.deepEqual(losses(), [['purge', 0]]);
    assert.deepEqual(await undoAll(), { messages: 0, missing: 4, total: 4 });
  });

  it('many messages: some in each turn of the event loop, in their order', async () => {
    harness = new JournalHarness({ bodyBudgetBytes: 0 });
    harness.start();
    harness.create('orders');
    const count = 30_000;
    for (let number = 0; number < count; number++) harness.send('orders', String(number));
    harness.turn();
    purge();
    harness.turn();
    const steps: number[] = [];
    const undone = harness.journal.undoing.undoPurge(harness.queue('orders'), ({ messages }) =>
      steps.push(messages),
    );
    while (harness.queue('orders').messageCount < count) {
      harness.pass(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.deepEqual(await undone, { messages: count, missing: 0, total: count });
    assert.ok(steps.length > 1);
    assert.deepEqual(harness.bodies('orders'), ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('a purge in the middle of an undo is the last word', async () => {
    harness = new JournalHarness();
    harness.start();
    harness.create('orders');
    for (let number = 0; number < 30_000; number++) harness.send('orders', String(number));
    harness.turn();
    purge();
    const undone = undoPurge();
    harness.clock.advance(61_000);
    purge();
    harness.pass(1000);
    const { messages, total } = (await undone) as Undone;
    assert.ok(messages < total);
    assert.equal(harness.queue('orders').messageCount, 0);
  });

  it('a deletion: the queue is back with its settings, tags and messages', async () => {
    const { arn } = harness.queue('orders');
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    harness.turn();
    assert.deepEqual(losses(), [['delete', 3]]);
    harness.crash();
    assert.deepEqual(losses(), [['delete', 3]]);
    assert.equal(
      (await harness.finish(harness.journal.undoing.undoDeleteQueue(arn, caller, ignore)))?.messages,
      3,
    );
    harness.turn();
    harness.crash();
    const queue = harness.queue('orders');
    assert.equal(queue.settings.visibilitySeconds, 77);
    assert.deepEqual([...queue.tags], [['team', 'a']]);
    assert.deepEqual(harness.bodies('orders'), ['a', 'b', 'c']);
  });

  it('a deletion: a broker that is killed in the middle restores all of them at its next start', async () => {
    start(64 * 1024);
    const count = 10_000;
    for (let number = 3; number < count; number++) harness.send('orders', String(number));
    harness.turn();
    const { arn } = harness.queue('orders');
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    harness.turn();
    void harness.journal.undoing.undoDeleteQueue(arn, caller, ignore);
    harness.turn();
    assert.ok(harness.queue('orders').messageCount < count);
    harness.crash();
    assert.equal(harness.queue('orders').messageCount, count);
    assert.deepEqual(losses(), []);
    // Deleted once more, it can be undone once more.
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    harness.turn();
    harness.crash();
    assert.deepEqual(losses(), [['delete', count]]);
  });

  it('a deletion: after a kill in the middle, a start makes damage of the record of the undo harmless', () => {
    start(64 * 1024);
    const count = 5000;
    for (let number = 3; number < count; number++) harness.send('orders', String(number));
    harness.turn();
    const { arn } = harness.queue('orders');
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    void harness.journal.undoing.undoDeleteQueue(arn, caller, ignore);
    harness.turn();
    assert.ok(harness.queue('orders').messageCount < count);
    harness.crash();
    for (const name of harness.fs.list(FOLDER).filter((each) => each.endsWith('.segment'))) {
      const path = `${FOLDER}/${name}`;
      const bytes = Buffer.from(harness.fs.contentOf(path));
      const undo = listRecords(bytes).find(({ kind }) => kind === 'undo');
      if (undo === undefined) continue;
      const damaged = flipBit(bytes, undo.offset + 20, 3);
      harness.fs.files.set(path, { bytes: damaged, length: damaged.length });
    }
    harness.crash();
    assert.equal(harness.report.damaged.length, 1);
    assert.equal(harness.queue('orders').messageCount, count);
  });

  it('a deletion: deleted again in the middle, all of it can be undone', async () => {
    start(64 * 1024);
    const count = 10_000;
    for (let number = 3; number < count; number++) harness.send('orders', String(number));
    harness.turn();
    const { arn } = harness.queue('orders');
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    harness.turn();
    const undone = harness.journal.undoing.undoDeleteQueue(arn, caller, ignore);
    harness.turn();
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    harness.turn();
    const { messages } = (await harness.finish(undone)) as Undone;
    assert.ok(messages < count);
    assert.deepEqual(losses(), [['delete', count]]);
    await harness.finish(harness.journal.undoing.undoDeleteQueue(arn, caller, ignore));
    assert.equal(harness.queue('orders').messageCount, count);
    assert.deepEqual(harness.bodies('orders').slice(0, 4), ['a', 'b', 'c', '3']);
    harness.turn();
    harness.crash();
    assert.equal(harness.queue('orders').messageCount, count);
  });

  describe('after reclaim has taken the segments of which nothing is left, and a restart', () => {
    /** Every segment of before is worth its removal, unless an undo needs it. */
    function reclaim(): void {
      harness.create('others');
      for (let count = 0; count < 30; count++) {
        harness.send('others', 'x'.repeat(1000));
        const [received] = harness.receive('others');
        harness.remove('others', received?.receiptHandle ?? '');
        harness.turn();
        harness.pass(2000);
      }
      harness.crash();
    }

    /** What follows is in a segment of its own. */
    function beginSegment(): void {
      harness.turn();
      harness.crash();
      harness.fs.syncLater = (_file, done) => done(undefined);
    }

    beforeEach(beginSegment);

    it('a deletion of an empty queue: it is back with its settings', async () => {
      const { arn } = harness.create('empty', { VisibilityTimeout: '55' });
      deleteQueue(harness.engine, harness.queue('empty'), caller);
      beginSegment();
      harness.clock.advance(120_000);
      reclaim();
      await harness.finish(harness.journal.undoing.undoDeleteQueue(arn, caller, ignore));
      assert.equal(harness.queue('empty').settings.visibilitySeconds, 55);
    });

    it('a deletion of a queue whose first deletion was undone: it can be undone', async () => {
      // All of it is in one segment.
      start(64 * 1024);
      beginSegment();
      const { arn } = harness.queue('orders');
      const undoDeletion = () => harness.finish(harness.journal.undoing.undoDeleteQueue(arn, caller, ignore));
      deleteQueue(harness.engine, harness.queue('orders'), caller);
      await undoDeletion();
      deleteQueue(harness.engine, harness.queue('orders'), caller);
      beginSegment();
      reclaim();
      assert.equal((await undoDeletion())?.messages, 3);
    });

    it('a purge: the messages have their counts', async () => {
      harness.receive('orders');
      harness.turn();
      purge();
      beginSegment();
      reclaim();
      await undoAll();
      assert.equal(harness.receive('orders')[0]?.receiveCount, 2);
    });
  });

  it('a deletion of an unknown queue: nothing', async () => {
    const arn = 'arn:aws:sqs:us-east-1:000000000000:none';
    assert.equal(await harness.journal.undoing.undoDeleteQueue(arn, caller, ignore), undefined);
  });
});
