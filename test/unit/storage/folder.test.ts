import assert from 'node:assert/strict';
import { writeFolderFile } from '../../../broker/storage/folder.ts';
import { FORMAT_VERSION } from '../../../broker/storage/format.ts';
import { openJournal } from '../../../broker/storage/openJournal.ts';
import { encodeSegmentHeader } from '../../../broker/storage/segmentHeader.ts';
import { crc32 as tableFor, makeTableCrc32 } from '../../../broker/storage/crc32.ts';
import { FOLDER, JournalHarness } from '../../support/journalHarness.ts';
import { MemoryFileSystem, nodeError } from '../../support/memoryFileSystem.ts';

function open(fs: MemoryFileSystem, pid = 1, isAlive: (pid: number) => boolean = () => true, bootedAt = 0) {
  return openJournal({
    folder: FOLDER,
    durability: 'process',
    bodyBudgetBytes: 0,
    fs,
    processes: { pid, bootedAt, isAlive },
    defer: () => undefined,
    after: () => undefined,
  });
}

const NEWER = FORMAT_VERSION + 1;

describe('a data folder', () => {
  it('is refused while another broker has it, and free once that one has closed', () => {
    const fs = new MemoryFileSystem();
    const first = open(fs, 11);
    assert.ok(first.ok);
    const refused = open(fs, 12);
    assert.ok(!refused.ok);
    assert.equal(refused.reason, 'inUse');
    assert.equal(refused.pid, 11);
    assert.match(refused.message, /in use by the broker with process id 11/);
    first.close();
    assert.ok(open(fs, 12).ok);
  });

  it('is refused to a second broker of the same process', () => {
    const fs = new MemoryFileSystem();
    assert.ok(open(fs, 11).ok);
    assert.ok(!open(fs, 11).ok);
  });

  const STALE: readonly [string, (fs: MemoryFileSystem) => ReturnType<typeof open>][] = [
    ['whose process is gone', (fs) => open(fs, 12, () => false)],
    ['from before the machine was started', (fs) => open(fs, 12, () => true, 86_400_000)],
  ];
  for (const [name, start] of STALE) {
    it(`takes over a lock ${name}`, () => {
      const fs = new MemoryFileSystem();
      open(fs, 11);
      assert.ok(start(fs).ok);
      assert.deepEqual(
        fs.list(FOLDER).filter((entry) => entry.startsWith('lock')),
        ['lock'],
      );
    });
  }

  it('takes over a lock with its own pid that it does not hold, as in a restarted container', () => {
    const fs = new MemoryFileSystem();
    fs.writeWhole(`${FOLDER}/lock`, JSON.stringify({ pid: 1, bootedAt: 0, id: 'earlier' }), true);
    assert.ok(open(fs, 1).ok);
  });

  it('takes over a lock that is no lock', () => {
    const fs = new MemoryFileSystem();
    fs.writeWhole(`${FOLDER}/lock`, '', true);
    assert.ok(open(fs).ok);
  });

  for (const code of ['EACCES', 'EROFS', 'EPERM']) {
    it(`that cannot be written to is refused (${code})`, () => {
      const fs = new MemoryFileSystem();
      fs.onCreate = () => nodeError(code);
      const refused = open(fs);
      assert.ok(!refused.ok);
      assert.equal(refused.reason, 'notWritable');
      assert.match(refused.message, /cannot be written to/);
      assert.ok(!fs.files.has(`${FOLDER}/lock`), 'the lock is let go');
    });
  }

  it('on a full disk is refused', () => {
    const fs = new MemoryFileSystem();
    fs.onWrite = () => nodeError('ENOSPC');
    const refused = open(fs);
    assert.ok(!refused.ok);
    assert.equal(refused.reason, 'noSpace');
  });

  it('of a newer version is refused and left alone', () => {
    const fs = new MemoryFileSystem();
    writeFolderFile(fs, FOLDER, { format: NEWER, identityKey: [1, 2, 3, 4] });
    const refused = open(fs);
    assert.ok(!refused.ok);
    assert.equal(refused.reason, 'newerFormat');
    assert.match(refused.message, new RegExp(`format ${NEWER}; this version knows ${FORMAT_VERSION}`));
    assert.deepEqual(fs.list(FOLDER), ['folder.json']);
  });

  it('with a segment of a newer version is refused and left alone', () => {
    const fs = new MemoryFileSystem();
    const header = encodeSegmentHeader(1, [1, 2, 3, 4]);
    header.writeUInt16LE(NEWER, 8);
    header.writeUInt32LE(tableFor(header.subarray(0, 32), 0), 32);
    fs.files.set(`${FOLDER}/00000001.segment`, { bytes: header, length: header.length });
    const refused = open(fs);
    assert.ok(!refused.ok);
    assert.equal(refused.reason, 'newerFormat');
    assert.deepEqual(fs.list(FOLDER), ['00000001.segment']);
  });

  for (const [name, text] of [
    ['lost', undefined],
    ['empty', ''],
    ['damaged', '{"format":1,"identityKey":[1,2'],
  ] as const) {
    it(`whose own file is ${name} is known by its segments`, () => {
      const harness = new JournalHarness();
      harness.start();
      harness.create('orders');
      const sent = harness.send('orders', 'a');
      harness.turn();
      harness.fs.files.delete(`${FOLDER}/folder.json`);
      if (text !== undefined) harness.fs.writeWhole(`${FOLDER}/folder.json`, text, true);
      harness.crash();
      assert.equal(harness.receive('orders')[0]?.messageId, sent.messageId);
    });
  }

  it('of which nothing is legible is refused, never begun anew', () => {
    const fs = new MemoryFileSystem();
    fs.files.set(`${FOLDER}/00000001.segment`, { bytes: Buffer.alloc(100), length: 100 });
    const refused = open(fs);
    assert.ok(!refused.ok);
    assert.equal(refused.reason, 'damaged');
    assert.deepEqual(fs.list(FOLDER), ['00000001.segment']);
  });
});

describe('the CRC-32 without help from Node', () => {
  it('agrees with the check value of the standard and with Node', () => {
    const table = makeTableCrc32();
    assert.equal(table(Buffer.from('123456789'), 0), 0xcbf43926);
    const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => (index * 7) % 256));
    assert.equal(table(bytes, 0x12345678), tableFor(bytes, 0x12345678));
  });
});
