import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import type { ReceivedMessage } from '../../../broker/engine/state/receivedMessage.ts';
import { createEngine } from '../../../broker/engine/operations/createEngine.ts';
import { LIMITS } from '../../../broker/engine/base/limits.ts';
import { MasterKey } from '../../../broker/kms/masterKey.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import { caller, testPorts, unwrap } from '../../support/engineHarness.ts';
import { FOLDER, JournalHarness } from '../../support/journalHarness.ts';
import { type MemoryFileSystem, nodeError } from '../../support/memoryFileSystem.ts';

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

    it('receives go on while nothing can be stored', () => {
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

    it('tries again by itself what is owed', () => {
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

    it('goes on in the old segment while no new one can be made', () => {
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
      assert.match(String(await commit()), /until the broker is started again/);
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

    it('one turn of the event loop is one write', () => {
      const { writeCalls } = harness.fs;
      for (let count = 0; count < 50; count++) harness.send('orders', 'x'.repeat(20_000));
      harness.turn();
      assert.equal(harness.fs.writeCalls, writeCalls + 1);
    });
  });

  describe(`a damaged journal, ${kind}`, () => {
    // Keys are on the real disk, which takes its time.
    const step = masterKey === undefined ? 1 : 5;
    const segmentPath = (harness: JournalHarness): string =>
      [...harness.fs.files.keys()]
        .filter((path) => path.endsWith('.segment'))
        .sort()
        .at(-1) as string;

    function fill(): JournalHarness {
      const harness = new JournalHarness({ folder, masterKey });
      harness.start();
      harness.create('orders');
      for (const body of ['a', 'b', 'c']) {
        harness.send('orders', body);
        harness.turn();
      }
      return harness;
    }

    /** Another broker on a copy of the disk of one that is closed, with other bytes in a file. */
    function startOn(disk: MemoryFileSystem, path: string, bytes: Buffer): JournalHarness {
      const other = new JournalHarness({ folder, masterKey });
      other.fs = disk.restart();
      other.fs.files.set(path, { bytes, length: bytes.length });
      other.start();
      return other;
    }

    it('cut at any byte by a crash loses only what was cut, and says so', () => {
      const harness = fill();
      harness.fs.files.delete(`${folder}/lock`);
      const path = segmentPath(harness);
      const whole = Buffer.from(harness.fs.contentOf(path));
      let previous = 0;
      for (let length = whole.length; length >= 36; length--) {
        const cut = startOn(harness.fs, path, Buffer.from(whole.subarray(0, length)));
        const queue = cut.engine.findQueue(caller.region, caller.account, 'orders');
        const bodies = queue === undefined ? [] : cut.bodies('orders');
        assert.deepEqual(bodies, ['a', 'b', 'c'].slice(0, bodies.length));
        assert.deepEqual(cut.report.damaged, []);
        const torn = cut.report.tornTails.reduce((sum, tail) => sum + tail.bytes, 0);
        // Either the cut is at the end of a record, or the rest of it is reported.
        if (torn === 0) previous = length;
        else assert.equal(cut.report.tornTails[0]?.offset, length - torn);
      }
      assert.ok(previous <= 36 + 64, 'the shortest clean journal is the header');
    });

    it('cut at any byte after an orderly end is damaged, by as many bytes as are missing', function () {
      this.timeout(60_000);
      const harness = fill();
      harness.journal.close();
      const path = segmentPath(harness);
      const whole = Buffer.from(harness.fs.contentOf(path));
      for (let length = whole.length - 1; length >= 0; length -= step) {
        const { tornTails, damaged } = startOn(
          harness.fs,
          path,
          Buffer.from(whole.subarray(0, length)),
        ).report;
        assert.deepEqual(tornTails, []);
        assert.equal(damaged.length, 1, `${length} bytes`);
        const unreadable = damaged[0]?.unreadableBytes ?? 0;
        assert.ok(
          unreadable >= Math.min(whole.length - length, whole.length - 36),
          `${length} bytes: ${unreadable}`,
        );
      }
    });

    it('any flipped bit is noticed, and the rest is kept', function () {
      this.timeout(60_000);
      const harness = fill();
      harness.journal.close();
      const path = segmentPath(harness);
      const whole = Buffer.from(harness.fs.contentOf(path));
      for (let place = 0; place < whole.length; place += step) {
        const flipped = Buffer.from(whole);
        flipped[place] = (flipped[place] as number) ^ (1 << (place % 8));
        const broken = startOn(harness.fs, path, flipped);
        const { tornTails, damaged } = broken.report;
        assert.equal(tornTails.length + damaged.length, 1, `byte ${place}`);
        const queue = broken.engine.findQueue(caller.region, caller.account, 'orders');
        const count = queue?.messageCount ?? 3;
        assert.ok(count >= 2, `byte ${place}: ${count}`);
        if (damaged[0] !== undefined) {
          assert.ok(broken.fs.files.has(`${folder}/${damaged[0].setAsideAs}`));
          assert.ok(!broken.fs.files.has(path));
        }
        const before = queue === undefined ? [] : broken.bodies('orders');
        broken.turn();
        broken.crash();
        assert.deepEqual([broken.report.tornTails, broken.report.damaged], [[], []]);
        assert.equal(
          broken.engine.findQueue(caller.region, caller.account, 'orders')?.messageCount ?? 0,
          before.length,
        );
      }
    });

    // Bodies choose nothing of what is on the disk once they are sealed.
    if (masterKey === undefined) {
      it('does not take what looks like a record inside a body for one', () => {
        const harness = fill();
        const path = segmentPath(harness);
        const stolen = Buffer.from(harness.fs.contentOf(path)).subarray(36);
        const body = stolen.toString('latin1').replaceAll(/[^\t\n\r -~]/g, 'x');
        harness.send('orders', body);
        harness.turn();
        const file = harness.fs.files.get(path);
        assert.ok(file !== undefined);
        const place = file.bytes.indexOf(body);
        stolen.copy(file.bytes, place);
        harness.crash();
        assert.equal(harness.report.tornTails.length, 1);
        assert.deepEqual(harness.bodies('orders'), ['a', 'b', 'c']);
      });
    }

    it('a body that went bad after the start is never handed out', () => {
      const harness = new JournalHarness({ folder, masterKey, bodyBudgetBytes: 0, segmentBytes: 2048 });
      harness.start();
      harness.create('orders');
      for (let count = 0; count < 300; count++) {
        harness.send('orders', 'x'.repeat(1000));
        harness.turn();
      }
      const [, path] = [...harness.fs.files.keys()].filter((name) => name.endsWith('.segment')).sort();
      const file = harness.fs.files.get(path as string);
      assert.ok(file !== undefined);
      file.bytes[file.length - 5] = 7;
      const received = harness.receive('orders', { maxMessages: 10 });
      assert.equal(received.length, 10);
      assert.ok(received.every(({ content }) => Buffer.from(content.body).toString() === 'x'.repeat(1000)));
      assert.equal(harness.journal.unreadableCount, 1);
      assert.match(String(harness.problems[0]), /is damaged/);
    });
  });
}
