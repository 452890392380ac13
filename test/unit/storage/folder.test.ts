import assert from 'node:assert/strict';
import { writeFolderFile } from '../../../broker/storage/disk/folder.ts';
import { FORMAT_VERSION } from '../../../broker/storage/format/format.ts';
import { openLockedJournal } from '../../../broker/storage/openJournal.ts';
import { encodeSegmentHeader } from '../../../broker/storage/format/segmentHeader.ts';
import { crc32 as tableFor, makeTableCrc32 } from '../../../broker/storage/format/crc32.ts';
import { FOLDER, JournalHarness } from '../../support/journalHarness.ts';
import { MemoryFileSystem, nodeError } from '../../support/memoryFileSystem.ts';
import { TestLock } from '../../support/testLock.ts';

function open(fs: MemoryFileSystem, lock = new TestLock()) {
  return openLockedJournal({
    folder: FOLDER,
    durability: 'process',
    bodyBudgetBytes: 0,
    fs,
    lock,
    defer: () => undefined,
    after: () => undefined,
  });
}

const NEWER = FORMAT_VERSION + 1;

describe('a data folder', () => {
  for (const code of ['EACCES', 'EROFS', 'EPERM']) {
    it(`that cannot be written to is refused (${code})`, () => {
      const fs = new MemoryFileSystem();
      fs.onCreate = () => nodeError(code);
      const lock = new TestLock();
      const refused = open(fs, lock);
      assert.ok(!refused.ok);
      assert.equal(refused.reason, 'notWritable');
      assert.match(refused.message, /is not writable/);
      assert.ok(lock.isReleased, 'the lock is let go');
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

  it('of which nothing is legible is rejected, never recreated', () => {
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
