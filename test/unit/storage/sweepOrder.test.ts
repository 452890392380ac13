import assert from 'node:assert/strict';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { type KindName, flipBit, listRecords } from '../../support/journalFiles.ts';
import { FOLDER, JournalHarness } from '../../support/journalHarness.ts';

/** Longer than a queue has to wait for its next purge. */
const PURGE_WAIT_MS = 61_000;

describe('a purge, deletion or undo that was copied behind a newer one', () => {
  let harness: JournalHarness;

  /** What was written since the last start is in this segment. */
  function endSegment(): string {
    harness.turn();
    const path = harness.fs.list(FOLDER).findLast((name) => name.endsWith('.segment')) as string;
    harness.crash();
    return `${FOLDER}/${path}`;
  }

  /** Flips a bit in the first record of a kind. */
  function damage(path: string, wanted: KindName): void {
    const bytes = Buffer.from(harness.fs.contentOf(path));
    const record = listRecords(bytes).find(({ kind }) => kind === wanted);
    const damaged = flipBit(bytes, (record?.offset ?? 0) + 20, 3);
    harness.fs.files.set(path, { bytes: damaged, length: damaged.length });
  }

  /** Damage makes the broker copy what a segment says to the end of the journal, as reclaim does to get space back. */
  function copyToTheEnd(path: string): void {
    damage(path, 'counters');
    harness.crash();
    assert.equal(harness.report.damaged.length, 1);
    harness.crash();
  }

  function purge(): void {
    unwrap(purgeQueue(harness.engine, harness.queue('orders'), caller));
    harness.turn();
    harness.clock.advance(PURGE_WAIT_MS);
  }

  const undoPurge = () =>
    harness.finish(harness.journal.undoing.undoPurge(harness.queue('orders'), () => undefined));
  const undoDeletion = (arn: string) =>
    harness.finish(harness.journal.undoing.undoDeleteQueue(arn, caller, () => undefined));
  const blockedSince = (arn: string) => harness.engine.deletedAt.get(arn);

  beforeEach(() => {
    harness = new JournalHarness({ undoMs: 3_600_000 });
    harness.start();
  });

  it('a deletion: what is undone is the newest deletion of that name, and the name is blocked since then', async () => {
    const { arn } = harness.create('orders');
    harness.send('orders', 'of the first queue');
    endSegment();
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    const older = endSegment();
    harness.clock.advance(30_000);
    harness.create('orders');
    harness.send('orders', 'of the second queue');
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    const deletedAt = blockedSince(arn);
    endSegment();
    copyToTheEnd(older);
    assert.equal(blockedSince(arn), deletedAt);
    assert.equal(harness.journal.undoing.list().length, 1);
    await undoDeletion(arn);
    assert.deepEqual(harness.bodies('orders'), ['of the second queue']);
  });

  it('a deletion before one that was undone: it cannot be undone', async () => {
    const { arn } = harness.create('orders');
    harness.send('orders', 'of the first queue');
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    harness.turn();
    harness.create('orders');
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    await undoDeletion(arn);
    const before = harness.journal.undoing.list();
    endSegment();
    assert.deepEqual([before, harness.journal.undoing.list()], [[], []]);
  });

  it('a deletion of a queue that damage restored: it is newer than one of a younger queue', async () => {
    const { arn } = harness.create('orders');
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    harness.turn();
    harness.create('orders');
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    const path = endSegment();
    damage(path, 'queueGone');
    harness.crash();
    harness.send('orders', 'sent after the damage');
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    endSegment();
    await undoDeletion(arn);
    assert.deepEqual(harness.bodies('orders'), ['sent after the damage']);
  });

  it('a purge: what is undone is what the newest one took', async () => {
    harness.create('orders');
    harness.send('orders', 'before the first purge');
    endSegment();
    purge();
    const older = endSegment();
    harness.send('orders', 'before the second purge');
    purge();
    endSegment();
    copyToTheEnd(older);
    await undoPurge();
    assert.deepEqual(harness.bodies('orders'), ['before the second purge']);
  });

  it('an undo: what was purged and restored twice can be restored once more', async () => {
    harness.create('orders');
    harness.send('orders', 'a');
    endSegment();
    const older: string[] = [];
    for (let count = 0; count < 2; count++) {
      purge();
      endSegment();
      await undoPurge();
      older.push(endSegment());
    }
    purge();
    endSegment();
    for (const path of older.reverse()) copyToTheEnd(path);
    await undoPurge();
    assert.deepEqual(harness.bodies('orders'), ['a']);
  });
});
