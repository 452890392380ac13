import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MasterKey } from '../../../broker/kms/masterKey.ts';
import { caller } from '../../support/engineHarness.ts';
import { FOLDER, JournalHarness } from '../../support/journalHarness.ts';
import type { MemoryFileSystem } from '../../support/memoryFileSystem.ts';

const scratch = mkdtempSync(join(tmpdir(), 'queueside-damaged-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** Data keys are on the real disk; what is damaged is in memory. */
const KINDS = [
  { kind: 'in the clear', folder: FOLDER, masterKey: undefined },
  { kind: 'encrypted', folder: scratch, masterKey: new MasterKey(Buffer.alloc(32, 7)) },
] as const;

for (const { kind, folder, masterKey } of KINDS) {
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

    it('cut at any byte by a crash loses only what was cut, and reports it', () => {
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

    it('a body that was damaged after the start is never delivered', () => {
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
