import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import type { ReceivedMessage } from '../../../broker/engine/state/receivedMessage.ts';
import { createEngine } from '../../../broker/engine/operations/createEngine.ts';
import { LIMITS } from '../../../broker/engine/base/limits.ts';
import { MasterKey } from '../../../broker/kms/masterKey.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import { caller, testPorts, unwrap } from '../../support/engineHarness.ts';
import { FOLDER, JournalHarness } from '../../support/journalHarness.ts';
import { nodeError } from '../../support/memoryFileSystem.ts';

const FAULTS = [
  ['a full disk', () => nodeError('ENOSPC')],
  ['a broken disk', () => nodeError('EIO')],
  ['a disk that takes nothing and says nothing', () => 0],
] as const;

const scratch = mkdtempSync(join(tmpdir(), 'queueside-faults-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** Data keys are on the real disk; faults are those of the disk in memory that has everything else. */
const KINDS = [
  { kind: 'in the clear', folder: FOLDER, masterKey: undefined, record: 'message' },
  { kind: 'encrypted', folder: scratch, masterKey: new MasterKey(Buffer.alloc(32, 7)), record: 'block' },
] as const;

for (const { kind, folder, masterKey, record } of KINDS) {
  describe(`a disk that refuses, ${kind}`, () => {
    let harness: JournalHarness;

    beforeEach(() => {
      harness = new JournalHarness({ folder, masterKey });
      harness.start();
      harness.create('orders');
      harness.send('orders', 'before');
      assert.equal(harness.commit(), undefined);
    });

    for (const [name, fault] of FAULTS) {
      it(`${name}: a send is refused and is not there, now or later`, () => {
        harness.fs.onWrite = fault;
        harness.send('orders', 'refused');
        assert.ok(harness.commit() instanceof Error);
        assert.ok(harness.journal.failure instanceof Error);
        assert.equal(harness.queue('orders').messageCount, 1);
        harness.fs.onWrite = undefined;
        harness.send('orders', 'after');
        assert.equal(harness.commit(), undefined);
        assert.equal(harness.journal.failure, undefined);
        assert.deepEqual(harness.bodies('orders'), ['before', 'after']);
        harness.turn();
        harness.crash();
        assert.equal(harness.queue('orders').messageCount, 2);
        assert.deepEqual(harness.report.tornTails, []);
        assert.deepEqual(harness.report.damaged, []);
      });
    }

    it('a start that cannot write ends with a refusal, and lets go of the folder', () => {
      harness.journal.close();
      harness.fs = harness.fs.restart();
      const full = harness.fs;
      const journal = harness.open();
      assert.ok(journal.ok);
      full.onWrite = () => nodeError('ENOSPC');
      const engine = createEngine(
        { ...testPorts(harness.clock), contents: journal.contents },
        { identityKey: journal.identityKey, limits: LIMITS.relaxed },
      );
      const refused = journal.restore(engine);
      assert.ok(!refused.ok);
      assert.equal(refused.reason, 'noSpace');
      assert.ok(!full.files.has(`${folder}/lock`));
      full.onWrite = undefined;
      harness.start();
      assert.deepEqual(harness.bodies('orders'), ['before']);
    });

    it('receives continue while nothing can be stored', () => {
      harness.fs.onWrite = () => nodeError('ENOSPC');
      assert.deepEqual(harness.bodies('orders'), ['before']);
      assert.equal(harness.commit(), undefined);
    });

    it('a refused deletion is owed: no later answer leaves before it is stored', () => {
      const [message] = harness.receive('orders');
      harness.turn();
      harness.fs.onWrite = () => nodeError('ENOSPC');
      const remove = (): void => {
        const { receiptHandle } = message as ReceivedMessage;
        unwrap(deleteMessage(harness.engine, harness.queue('orders'), receiptHandle, caller));
      };
      remove();
      assert.ok(harness.commit() instanceof Error);
      remove();
      assert.ok(
        harness.commit() instanceof Error,
        'the second try finds no message and must not be believed',
      );
      harness.fs.onWrite = undefined;
      remove();
      assert.equal(harness.commit(), undefined);
      harness.crash();
      assert.equal(harness.queue('orders').messageCount, 0);
    });

    it('a deduplication id of a refused send is free again', () => {
      harness.create('orders.fifo');
      harness.turn();
      const send = () => harness.send('orders.fifo', 'a', { groupId: 'g', deduplicationId: '1' });
      harness.fs.onWrite = () => nodeError('ENOSPC');
      send();
      assert.ok(harness.commit() instanceof Error);
      harness.fs.onWrite = undefined;
      send();
      assert.equal(harness.commit(), undefined);
      harness.crash();
      assert.deepEqual(harness.bodies('orders.fifo'), ['a']);
    });

    it('retries automatically what is not stored yet', () => {
      harness.fs.onWrite = () => nodeError('ENOSPC');
      harness.create('later');
      assert.ok(harness.commit() instanceof Error);
      harness.fs.onWrite = undefined;
      harness.pass(1000);
      harness.crash();
      assert.equal(harness.queue('later').messageCount, 0);
    });

    it('short writes are completed', () => {
      harness.fs.onWrite = (_path, bytes) => Math.ceil(bytes / 3);
      harness.send('orders', 'x'.repeat(5000));
      harness.send('orders', 'y'.repeat(300_000));
      assert.equal(harness.commit(), undefined);
      harness.crash();
      assert.deepEqual(
        harness.bodies('orders').map((body) => body.length),
        [6, 5000, 300_000],
      );
    });

    it('a part of a record that got to the disk is cut off', () => {
      let calls = 0;
      harness.fs.onWrite = () => (calls++ === 0 ? 20 : nodeError('ENOSPC'));
      harness.send('orders', 'refused');
      assert.ok(harness.commit() instanceof Error);
      harness.crash();
      assert.deepEqual(harness.report.tornTails, []);
      assert.deepEqual(harness.bodies('orders'), ['before']);
    });

    it('a part that cannot be cut off is overwritten, or reported as torn', () => {
      let calls = 0;
      harness.fs.onWrite = () => (calls++ === 0 ? 20 : nodeError('EIO'));
      harness.fs.onTruncate = () => nodeError('EIO');
      harness.send('orders', 'refused');
      assert.ok(harness.commit() instanceof Error);
      harness.fs.onTruncate = undefined;
      harness.fs.onWrite = undefined;
      harness.crash();
      assert.equal(harness.report.tornTails.length, 1);
      assert.equal(harness.report.tornTails[0]?.kind, record);
      assert.deepEqual(harness.bodies('orders'), ['before']);
      harness.turn();
      harness.crash();
      assert.deepEqual(harness.report.tornTails, [], 'it is found once');
    });

    it('continues in the old segment while no new one can be made', () => {
      harness = new JournalHarness({ folder, masterKey, segmentBytes: 4096 });
      harness.start();
      harness.create('orders');
      harness.turn();
      const files = harness.fs.files.size;
      harness.fs.onCreate = () => nodeError('EMFILE');
      for (let count = 0; count < 10; count++) {
        harness.send('orders', `${count}${'x'.repeat(1000)}`);
        assert.equal(harness.commit(), undefined);
      }
      assert.equal(harness.fs.files.size, files);
      harness.fs.onCreate = undefined;
      harness.send('orders', 'last');
      assert.equal(harness.commit(), undefined);
      assert.equal(harness.fs.files.size, files + 1);
      harness.crash();
      assert.equal(harness.queue('orders').messageCount, 11);
    });

    it('power: answers wait for the disk, and are refused when it fails', async () => {
      harness = new JournalHarness({ folder, masterKey, durability: 'power' });
      harness.start();
      harness.create('orders');
      const commit = async (): Promise<Error | undefined> => {
        const outcome = new Promise<Error | undefined>((resolve) => {
          harness.journal.commit((error) => resolve(error));
        });
        harness.turn();
        return outcome;
      };
      assert.equal(await commit(), undefined);
      const { syncCalls } = harness.fs;
      assert.ok(syncCalls > 0);
      harness.send('orders', 'a');
      harness.fs.onSync = () => nodeError('EIO');
      assert.ok((await commit()) instanceof Error);
      assert.equal(harness.queue('orders').messageCount, 0, 'the refused send was taken back');
      // A disk that has lost something may well succeed the next time: that says nothing of what was lost.
      harness.fs.onSync = undefined;
      assert.equal(await commit(), undefined, 'nothing new is to be stored');
      harness.send('orders', 'b');
      assert.match(String(await commit()), /until you restart the broker/);
      assert.equal(harness.queue('orders').messageCount, 0);
      assert.match(String(harness.journal.failure), /EIO/);
      harness.crash();
      harness.send('orders', 'c');
      assert.equal(await commit(), undefined);
    });

    it('a full disk: making room takes no segment that has the only record of a moved message', () => {
      harness.create('dead');
      const deadLetterTargetArn = harness.queue('dead').arn;
      harness.create('risky', {
        VisibilityTimeout: '0',
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }),
      });
      harness.bodies('orders');
      unwrap(purgeQueue(harness.engine, harness.queue('orders'), caller));
      harness.send('risky', 'moved');
      harness.turn();
      // What is said of queues is written again at a start: their first segment has nothing but the message then.
      harness.restart();
      harness.receive('risky');
      harness.turn();
      harness.fs.onWrite = () => nodeError('ENOSPC');
      assert.equal(harness.receive('risky').length, 0, 'it goes to the dead-letter queue');
      assert.ok(harness.commit() instanceof Error);
      harness.crash();
      const count = harness.queue('risky').messageCount + harness.queue('dead').messageCount;
      assert.equal(count, 1);
    });

    /** A journal with segments of which nothing is needed. */
    function startWithDeadSegments(): void {
      harness = new JournalHarness({ folder, masterKey, segmentBytes: 2048, undoMs: 0 });
      harness.start();
      harness.create('orders');
      for (let count = 0; count < 20; count++) {
        harness.send('orders', 'x'.repeat(300));
        harness.turn();
      }
      unwrap(purgeQueue(harness.engine, harness.queue('orders'), caller));
      harness.turn();
    }

    it('a full disk: what made room is not missed by the next start, however soon the broker is killed', () => {
      startWithDeadSegments();
      const { segments } = harness.journal.measure();
      harness.fs.onWrite = () => nodeError('ENOSPC');
      harness.fs.onTruncate = () => {
        harness.fs.onWrite = undefined;
        return undefined;
      };
      harness.send('orders', 'refused');
      harness.turn();
      assert.ok(harness.journal.measure().segments < segments, 'nothing was removed');
      harness.crash();
      assert.deepEqual(harness.report.missing, []);
    });

    it('a full disk that stays full: what made room is not missed by the next starts, though nothing could be recorded', async () => {
      startWithDeadSegments();
      const { segments } = harness.journal.measure();
      harness.fs.onWrite = () => nodeError('ENOSPC');
      harness.send('orders', 'refused');
      harness.turn();
      assert.ok(harness.journal.measure().segments < segments, 'nothing was removed');
      const listMarks = () => harness.fs.list(folder).filter((name) => name.endsWith('.removed'));
      const marks = listMarks();
      assert.ok(marks.length > 0);
      for (const mark of marks) assert.equal(harness.fs.sizeOf(join(folder, mark)), 0, 'it takes no room');
      harness.crash();
      assert.deepEqual(harness.report.missing, []);
      await setImmediate();
      assert.deepEqual(listMarks(), [], 'the start has written which segments exist');
      harness.crash();
      assert.deepEqual(harness.report.missing, []);
    });

    it('a full disk that cannot cut a file either: the segment has its name again, and nothing is missing', () => {
      startWithDeadSegments();
      const files = [...harness.fs.list(folder)].sort();
      harness.fs.onWrite = () => nodeError('ENOSPC');
      harness.fs.onTruncate = () => nodeError('EIO');
      harness.send('orders', 'refused');
      harness.turn();
      assert.deepEqual([...harness.fs.list(folder)].sort(), files);
      harness.fs.onTruncate = undefined;
      harness.crash();
      assert.deepEqual([harness.report.missing, harness.report.damaged], [[], []]);
    });

    it('a mark that a killed broker left with its content takes no room after the start', () => {
      startWithDeadSegments();
      const mark = join(folder, '00000001.segment.removed');
      harness.fs.writeWhole(mark, 'x'.repeat(2000), true);
      harness.crash();
      assert.deepEqual(harness.report.missing, []);
      assert.equal(harness.fs.sizeOf(mark), 0);
    });

    it('a full disk that does not remove files either: one try a turn, and a good one once it writes again', () => {
      startWithDeadSegments();
      let tries = 0;
      let writes = 0;
      harness.fs.onWrite = () => {
        writes += 1;
        return nodeError('ENOSPC');
      };
      harness.fs.onRename = () => {
        tries += 1;
        // Ends a loop that would have no end.
        if (tries === 1_000) harness.fs.onWrite = undefined;
        return nodeError('EACCES');
      };
      harness.send('orders', 'refused');
      harness.turn();
      assert.ok(tries > 0);
      assert.equal(writes, 1);
      harness.fs.onWrite = undefined;
      harness.send('orders', 'stored');
      harness.turn();
      harness.crash();
      assert.equal(harness.queue('orders').messageCount, 1);
      assert.deepEqual(harness.report.missing, []);
    });

    it('one turn of the event loop is one write', () => {
      const { writeCalls } = harness.fs;
      for (let count = 0; count < 50; count++) harness.send('orders', 'x'.repeat(20_000));
      harness.turn();
      assert.equal(harness.fs.writeCalls, writeCalls + 1);
    });
  });
}
