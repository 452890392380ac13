import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import { MasterKey } from '../../../broker/kms/masterKey.ts';
import { CIPHER_KEYS_FILE } from '../../../broker/storage/cipher/cipherKeys.ts';
import { type FileSystem, nodeFileSystem } from '../../../broker/storage/disk/fileSystem.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { JournalHarness } from '../../support/journalHarness.ts';

const SEGMENT_BYTES = 2048;
const MARK = 'a body that no other user may read';
const NAME_MARK = 'an.attribute.name';
const VALUE_MARK = 'a value of an attribute';
const MARKS = [MARK, NAME_MARK, VALUE_MARK];

/** The real disk, that is done before it returns. */
const syncAtOnce: FileSystem = {
  ...nodeFileSystem,
  syncLater: (file, done) => {
    nodeFileSystem.sync(file);
    done(undefined);
  },
};

describe('A data folder with a master key', () => {
  let folder: string;
  let masterKey: MasterKey | undefined;
  let harness: JournalHarness;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-encryption-'));
    masterKey = undefined;
    harness = new JournalHarness({
      folder,
      fs: syncAtOnce,
      segmentBytes: SEGMENT_BYTES,
      get masterKey() {
        return masterKey;
      },
    });
  });
  afterEach(() => {
    harness.journal.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const newKey = (): MasterKey => new MasterKey(randomBytes(32));

  const sendMarked = (count: number): void => {
    for (let index = 0; index < count; index++) {
      harness.send('orders', `${MARK} ${index}`, {
        attributes: [{ name: NAME_MARK, type: 'String', stringValue: VALUE_MARK }],
      });
      harness.turn();
    }
  };
  const files = (): Map<string, Buffer> =>
    new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
  /** Names of the files in which something can be read that a message says. */
  const legible = (): string[] =>
    [...files()].filter(([, bytes]) => MARKS.some((mark) => bytes.includes(mark))).map(([name]) => name);
  const segmentsOf = (all: ReadonlyMap<string, Buffer>): [string, Buffer][] =>
    [...all].filter(([name]) => name.endsWith('.segment'));

  it('never has a word of a message on the disk, and gives the messages back', () => {
    masterKey = newKey();
    harness.start();
    harness.create('orders');
    sendMarked(40);
    assert.deepEqual(legible(), []);
    harness.restart();
    assert.equal(harness.report.messages, 40);
    const [first] = harness.receive('orders');
    assert.equal(Buffer.from(first?.content.body ?? []).toString(), `${MARK} 0`);
    assert.deepEqual(first?.content.attributes, [{ name: NAME_MARK, type: 'String', value: VALUE_MARK }]);
    harness.turn();
    assert.deepEqual(legible(), []);
  });

  it('that had none before is rewritten in the background, and no legible byte is left in any file', () => {
    harness.start();
    harness.create('orders');
    harness.create('other');
    sendMarked(60);
    harness.send('other', MARK);
    harness.turn();
    // Purged messages are kept for an undo; a received one has its state in another segment.
    purgeQueue(harness.engine, harness.queue('other'), caller);
    const [held] = harness.receive('orders', { visibilitySeconds: 3600 });
    harness.turn();
    harness.journal.close();
    assert.ok(legible().length > 3);

    masterKey = newKey();
    harness.crash();
    assert.equal(harness.report.messages, 60);
    assert.ok(harness.journal.encryption.plainSegments > 3);
    harness.pass(10_000);
    assert.equal(harness.journal.encryption.plainSegments, 0);
    assert.deepEqual(legible(), []);

    harness.restart();
    assert.equal(harness.report.messages, 60);
    const read = new Set<string>();
    for (let round = 0; round < 6; round++) for (const body of harness.bodies('orders')) read.add(body);
    assert.equal(read.size, 59);
    assert.ok(!read.has(Buffer.from(held?.content.body ?? []).toString()));
    assert.deepEqual(harness.problems, []);
  });

  it('is not opened with another key, without one, or without its key file, and is left as it is', () => {
    masterKey = newKey();
    harness.start();
    harness.create('orders');
    sendMarked(3);
    harness.journal.close();
    const before = files();
    const right = masterKey;
    const refusal = (key: MasterKey | undefined): string => {
      masterKey = key;
      const opened = harness.open();
      assert.ok(!opened.ok);
      assert.equal(opened.reason, 'wrongKey');
      return opened.message;
    };
    assert.match(refusal(newKey()), /is encrypted, and the key given \(\w+\) is not its key \(\w+\)/);
    assert.match(refusal(undefined), /is encrypted, and no key was given/);
    assert.deepEqual(files(), before);
    rmSync(join(folder, CIPHER_KEYS_FILE));
    assert.match(refusal(undefined), /has messages whose keys are not in/);
    assert.match(refusal(right), /has messages whose keys are not in/);
  });

  it('takes another master key without rewriting a message', () => {
    const old = newKey();
    const next = newKey();
    masterKey = old;
    harness.start();
    harness.create('orders');
    sendMarked(20);
    const before = segmentsOf(files());
    assert.equal(harness.journal.encryption.rotateMasterKey(next), true);
    assert.deepEqual(segmentsOf(files()), before);
    sendMarked(1);
    harness.journal.close();
    const opened = harness.open();
    assert.ok(!opened.ok && opened.reason === 'wrongKey');
    masterKey = next;
    harness.crash();
    assert.equal(harness.report.messages, 21);
    assert.equal(harness.bodies('orders').length, 10);
  });

  for (const [what, change] of [
    ['deleted', (path: string) => rmSync(path)],
    ['emptied', (path: string) => truncateSync(path)],
    ['exchanged for another', (path: string) => renameSync(join(folder, 'folder.json'), path)],
  ] as const) {
    it(`writes its key file again when it is ${what} under the broker, and loses nothing`, () => {
      masterKey = newKey();
      harness.start();
      harness.create('orders');
      sendMarked(2);
      change(join(folder, CIPHER_KEYS_FILE));
      sendMarked(2);
      harness.create('later');
      harness.send('later', MARK);
      assert.equal(harness.commit(), undefined);
      assert.match(String(harness.problems[0]), /keys\.jsonl was changed while the broker ran/);
      harness.restart();
      assert.equal(harness.bodies('orders').length, 4);
      assert.equal(harness.bodies('later').length, 1);
    });
  }

  it('acknowledges nothing while its key file is missing and cannot be written again', () => {
    masterKey = newKey();
    harness.start();
    harness.create('orders');
    sendMarked(2);
    rmSync(join(folder, CIPHER_KEYS_FILE));
    mkdirSync(join(folder, CIPHER_KEYS_FILE));
    harness.send('orders', MARK);
    assert.match(String(harness.commit()), /EISDIR|ENOTEMPTY|EEXIST/);
    rmdirSync(join(folder, CIPHER_KEYS_FILE));
    harness.pass(2000);
    harness.send('orders', MARK);
    assert.equal(harness.commit(), undefined);
    harness.restart();
    assert.equal(harness.bodies('orders').length, 4, 'also the one that was written and not confirmed');
  });

  it('refuses a send whose data key cannot be stored, as it refuses one that cannot be written', () => {
    masterKey = newKey();
    harness.start();
    harness.create('orders');
    rmSync(join(folder, CIPHER_KEYS_FILE));
    mkdirSync(join(folder, CIPHER_KEYS_FILE));
    // The first message of a queue: there is no earlier key to go on with.
    harness.send('orders', MARK);
    assert.match(String(harness.commit()), /EISDIR|ENOTEMPTY|EEXIST/);
    rmdirSync(join(folder, CIPHER_KEYS_FILE));
    harness.pass(2000);
    harness.send('orders', MARK);
    assert.equal(harness.commit(), undefined);
    harness.restart();
    assert.deepEqual(harness.bodies('orders'), [MARK, MARK]);
  });

  it('forgets the data keys that no segment needs any more', () => {
    masterKey = newKey();
    harness.start();
    harness.create('orders');
    const keyCount = (): number =>
      readFileSync(join(folder, CIPHER_KEYS_FILE), 'utf8').trim().split('\n').length - 1;
    for (let period = 0; period < 5; period++) {
      sendMarked(30);
      harness.clock.advance(301_000);
    }
    assert.equal(keyCount(), 5);
    unwrap(purgeQueue(harness.engine, harness.queue('orders'), caller));
    harness.turn();
    harness.clock.advance(301_000);
    sendMarked(20);
    harness.pass(60_000);
    harness.pass(60_000);
    assert.ok(keyCount() < 5, `${keyCount()} keys`);
    harness.restart();
    assert.equal(harness.bodies('orders').length, 10);
  });

  it('keeps its keys for its owner only', () => {
    masterKey = newKey();
    harness.start();
    harness.create('orders');
    sendMarked(1);
    for (const name of readdirSync(folder)) {
      assert.equal(statSync(join(folder, name)).mode & 0o077, 0, name);
    }
  });
});
