import assert from 'node:assert/strict';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { JournalHarness } from '../../support/journalHarness.ts';

describe('reclaiming the space of deleted messages', () => {
  it('needs no write: what was purged goes once it cannot be undone any more', () => {
    const harness = new JournalHarness({ segmentBytes: 16_384 });
    harness.start();
    harness.fs.syncLater = (_file, done) => done(undefined);
    harness.create('orders');
    for (let count = 0; count < 200; count++) {
      harness.send('orders', 'x'.repeat(1000));
      harness.turn();
    }
    unwrap(purgeQueue(harness.engine, harness.queue('orders'), caller));
    harness.turn();
    harness.pass(10_000);
    const before = harness.journal.measure().bytes;
    assert.ok(before > 200_000, 'it can be undone');
    harness.clock.advance(301_000);
    harness.pass(301_000);
    const { bytes, segments } = harness.journal.measure();
    assert.ok(bytes <= 2 * 16_384, `${bytes} of ${before} bytes`);
    assert.ok(segments <= 2);
  });

  it('has no timer while nothing is to be reclaimed', () => {
    const waits: number[] = [];
    const timers: (() => void)[] = [];
    const after = (ms: number, run: () => void): void => {
      waits.push(ms);
      timers.push(run);
    };
    const harness = new JournalHarness({ segmentBytes: 16_384, after });
    harness.start();
    harness.create('orders');
    for (let count = 0; count < 100; count++) {
      harness.send('orders', 'x'.repeat(1000));
      harness.turn();
    }
    while (timers.length > 0) timers.shift()?.();
    harness.turn();
    assert.ok(
      waits.every((ms) => ms <= 1000),
      waits.join(),
    );
  });

  it('removes no segment before what was moved out of it is written, however long the disk takes', () => {
    const timers: (() => void)[] = [];
    const syncs: (() => void)[] = [];
    const after = (_ms: number, run: () => void): void => void timers.push(run);
    const harness = new JournalHarness({ segmentBytes: 4096, undoMs: 0, bodyBudgetBytes: 4096, after });
    harness.start();
    harness.fs.syncLater = (_file, done) => void syncs.push(() => done(undefined));
    harness.create('orders');
    for (let count = 0; count < 60; count++) {
      harness.send('orders', `${count}`.padEnd(600, 'x'));
      harness.turn();
    }
    // One of six stays: segment after segment is worth its removal.
    const received = Array.from({ length: 6 }, () => harness.receive('orders', { maxMessages: 10 })).flat();
    for (const [index, { receiptHandle }] of received.entries()) {
      if (index % 6 !== 0)
        unwrap(deleteMessage(harness.engine, harness.queue('orders'), receiptHandle, caller));
    }
    harness.turn();
    const files = harness.fs.files.size;
    assert.ok(files > 10);
    for (let step = 0; step < 100; step++) {
      timers.shift()?.();
      // The disk is done with what came before, while what this step has moved waits for the end of the turn.
      for (const done of syncs.splice(0)) done();
      const heir = new JournalHarness({ segmentBytes: 4096 });
      heir.fs = harness.fs.restart();
      heir.fs.files.delete('/data/lock');
      heir.start();
      assert.equal(heir.queue('orders').messageCount, 10, `after step ${step}`);
      harness.turn();
    }
    assert.ok(harness.fs.files.size < files, 'segments were removed');
    assert.deepEqual(harness.problems, []);
  });
});
