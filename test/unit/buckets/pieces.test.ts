import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { lstat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestFile } from '../../../broker/buckets/digestFile.ts';
import { listObjects, stateOf } from '../../../broker/buckets/listObjects.ts';
import { encodeKey, isKeyTooLong, isObjectName } from '../../../broker/buckets/objectKey.ts';
import { Sequencer } from '../../../broker/buckets/sequencer.ts';

const ALL = { prefix: '', suffix: '' };

describe('the pieces of buckets', () => {
  let root: string;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'queueside-bucket-')));
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it('encode keys like the value of a form, but with their slashes', () => {
    assert.equal(encodeKey('uploads/red flower.jpg'), 'uploads/red+flower.jpg');
    assert.equal(encodeKey("a+b@c&d=é!~(1)'*-_."), 'a%2Bb%40c%26d%3D%C3%A9%21%7E%281%29%27*-_.');
  });

  it('tell objects from hidden and temporary files by their names', () => {
    for (const name of ['a', 'a.png', 'tmp', 'partial.txt', 'a.swpx', 'a#', 'a b'])
      assert.ok(isObjectName(name), name);
    for (const name of ['.a', 'a.TMP', 'a.part', 'a.swo', 'a~', '#a#', '~$a.docx', '4913', 'Thumbs.db'])
      assert.ok(!isObjectName(name), name);
  });

  it('limit keys by their bytes', () => {
    assert.ok(!isKeyTooLong('é'.repeat(512)));
    assert.ok(isKeyTooLong(`${'é'.repeat(512)}a`));
  });

  it('number events upwards, also if the clock goes back and after a restart', () => {
    const first = new Sequencer();
    const numbers = [first.next(2_000), first.next(2_000), first.next(1_000)];
    numbers.push(new Sequencer(first.saved).next(500));
    assert.deepEqual([...new Set(numbers)].sort(), numbers);
    for (const number of numbers) assert.match(number, /^[\dA-F]{18}$/);
  });

  it('stop listing at the limit, also for folders and for files that are no objects', async () => {
    mkdirSync(join(root, 'folder'));
    for (const name of ['.a', 'b~', 'c']) writeFileSync(join(root, 'folder', name), '');
    assert.deepEqual([...(await listObjects(root, ALL, 4)).files.keys()], ['folder/c']);
    await assert.rejects(listObjects(root, ALL, 3), /more than 3 files and folders/);
  });

  it('read no content through a link that took the place of a file or a folder', async () => {
    mkdirSync(join(root, 'folder'));
    const path = join(root, 'folder', 'file');
    writeFileSync(path, 'content');
    const state = stateOf(await lstat(path, { bigint: true }));
    assert.equal(await digestFile(path, state), '9a0364b9e99bb480dd25e1f0284c8555');
    renameSync(join(root, 'folder'), join(root, 'elsewhere'));
    symlinkSync(join(root, 'elsewhere'), join(root, 'folder'));
    assert.equal(await digestFile(path, state), undefined);
    assert.equal(await digestFile(join(root, 'elsewhere', 'file'), { ...state, size: 6n }), undefined);
  });
});
