import assert from 'node:assert/strict';
import {
  copyFileSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFileSystem } from '../../../broker/storage/disk/fileSystem.ts';
import { FolderLostError } from '../../../broker/storage/disk/fileFault.ts';
import { FOLDER, JournalHarness } from '../../support/journalHarness.ts';
import { TestLock } from '../../support/testLock.ts';

const LOST = new FolderLostError('the folder was taken over');

function begin(): JournalHarness {
  const harness = new JournalHarness();
  harness.start();
  harness.create('orders');
  assert.equal(harness.commit(), undefined);
  return harness;
}

describe('a broker that lost its data folder', () => {
  it('acknowledges nothing that it wrote before it noticed', () => {
    const harness = begin();
    harness.send('orders', 'a');
    const writes = harness.fs.writeCalls;
    harness.lock.loss = LOST;
    assert.equal(harness.commit(), LOST);
    assert.equal(harness.fs.writeCalls, writes + 1, 'it was written: the answer is what is withheld');
    assert.equal(harness.journal.failure, LOST);
  });

  it('writes no more once it knows', () => {
    const harness = begin();
    harness.lock.loss = LOST;
    harness.lock.beat();
    assert.equal(harness.journal.failure, LOST, 'a beat is enough to know');
    const writes = harness.fs.writeCalls;
    harness.send('orders', 'a');
    assert.equal(harness.commit(), LOST);
    assert.equal(harness.fs.writeCalls, writes);
    assert.equal(harness.queue('orders').messageCount, 0, 'the send is taken back');
  });

  it('confirms nothing either for which there was nothing to write', () => {
    const harness = begin();
    harness.lock.loss = LOST;
    assert.equal(harness.commit(), LOST);
  });

  it('withholds what the disk has made safe meanwhile', async () => {
    const harness = new JournalHarness({ durability: 'power' });
    harness.start();
    harness.create('orders');
    const outcome = new Promise<Error | undefined>((resolve) => harness.journal.commit(resolve));
    harness.turn();
    harness.lock.loss = LOST;
    assert.equal(await outcome, LOST);
  });

  it('reports it once, and again when the folder is back', () => {
    const harness = begin();
    const told: (Error | undefined)[] = [];
    harness.journal.onFailureChange(() => told.push(harness.journal.failure));
    harness.lock.loss = LOST;
    harness.commit();
    harness.pass(2000);
    harness.lock.loss = undefined;
    harness.pass(2000);
    assert.deepEqual(told, [LOST, undefined]);
    harness.send('orders', 'a');
    assert.equal(harness.commit(), undefined);
  });

  it('makes and removes no file any more', () => {
    const harness = new JournalHarness({ segmentBytes: 2048, undoMs: 0 });
    harness.start();
    harness.create('orders');
    for (let count = 0; count < 20; count++) harness.send('orders', 'x'.repeat(500));
    assert.equal(harness.commit(), undefined);
    const before = harness.fs.list(FOLDER);
    assert.ok(before.length > 3);
    harness.lock.loss = LOST;
    for (const { receiptHandle } of harness.receive('orders', { maxMessages: 10 }))
      harness.remove('orders', receiptHandle);
    harness.commit();
    harness.pass(600_000);
    assert.deepEqual(harness.fs.list(FOLDER), before);
  });

  it('keeps its lock alive while it reads a large journal', () => {
    const harness = new JournalHarness({ segmentBytes: 2048 });
    harness.start();
    harness.create('orders');
    for (let count = 0; count < 20; count++) harness.send('orders', 'x'.repeat(500));
    harness.turn();
    let looks = 0;
    const lock = new TestLock();
    lock.verify = () => void looks++;
    harness.crash(lock);
    assert.ok(looks >= 5, `it looked ${looks} times`);
  });
});

describe('a broker whose file is changed under it', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-file-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** With one acknowledged message, on the real file system: what is open stays open, whatever happens to its name. */
  function begin(): JournalHarness {
    const harness = new JournalHarness({ folder, fs: nodeFileSystem });
    harness.start();
    harness.create('orders');
    harness.send('orders', 'before');
    assert.equal(harness.commit(), undefined);
    return harness;
  }

  for (const [what, change, said] of [
    ['deleted', (path: string) => rmSync(path), 'deleted or moved'],
    ['moved in the folder', (path: string) => renameSync(path, `${path}.old`), 'deleted or moved'],
    [
      'deleted, and has another name elsewhere',
      (path: string) => {
        linkSync(path, `${path}.old`);
        rmSync(path);
      },
      'deleted or moved',
    ],
    [
      'exchanged for its copy',
      (path: string) => {
        renameSync(path, `${path}.old`);
        copyFileSync(`${path}.old`, path);
      },
      'replaced',
    ],
    ['emptied', (path: string) => truncateSync(path), 'shortened'],
    ['shorter by a byte', (path: string) => truncateSync(path, statSync(path).size - 1), 'shortened'],
  ] as const) {
    it(`acknowledges nothing when it is ${what}`, () => {
      const harness = begin();
      const path = join(folder, '00000001.segment');
      change(path);
      harness.send('orders', 'after');
      assert.equal(
        String(harness.commit()),
        `FolderLostError: the file ${path} was ${said} while the broker ran; restart the broker`,
      );
      harness.journal.close();
    });
  }

  it('reports what it had acknowledged when the file was cut off, as no crash leaves that', () => {
    const harness = begin();
    truncateSync(join(folder, '00000001.segment'), 100);
    harness.send('orders', 'after');
    assert.ok(harness.commit() instanceof FolderLostError);
    harness.journal.close();
    harness.start();
    assert.deepEqual(harness.report.tornTails, []);
    assert.equal(harness.report.damaged.length, 1);
    harness.journal.close();
  });

  it('continues when it is moved and put back, and when a link leads to it', () => {
    const harness = begin();
    const path = join(folder, '00000001.segment');
    renameSync(path, `${path}.old`);
    harness.send('orders', 'written, not confirmed');
    assert.ok(harness.commit() instanceof FolderLostError);
    renameSync(`${path}.old`, path);
    harness.pass(2000);
    harness.send('orders', 'after');
    assert.equal(harness.commit(), undefined);
    renameSync(path, `${path}.old`);
    symlinkSync(`${path}.old`, path);
    harness.send('orders', 'by a link');
    assert.equal(harness.commit(), undefined);
    harness.journal.close();
    harness.start();
    assert.deepEqual(harness.bodies('orders').sort(), [
      'after',
      'before',
      'by a link',
      'written, not confirmed',
    ]);
    harness.journal.close();
  });
});

describe('a broker that takes a folder from one that may wake up', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-fence-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Of one folder of the real file system: open files go on to be what they were when others take their names. */
  function open(lock: TestLock): JournalHarness {
    const harness = new JournalHarness({ folder, fs: nodeFileSystem });
    harness.lock = lock;
    harness.start();
    return harness;
  }

  it('leaves it nothing to write to that a later start would read', () => {
    const old = open(new TestLock());
    old.create('orders');
    old.send('orders', 'before');
    assert.equal(old.commit(), undefined);
    const next = open(new TestLock(true));
    next.send('orders', 'of the next');
    assert.equal(next.commit(), undefined);
    // It was stopped behind its look at the lock: this one write goes out, and is not acknowledged.
    old.send('orders', 'stray');
    old.lock.loss = LOST;
    assert.equal(old.commit(), LOST);
    next.journal.close();
    const later = open(new TestLock());
    assert.deepEqual(later.bodies('orders').sort(), ['before', 'of the next']);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.copy')),
      [],
    );
    later.journal.close();
  });
});
