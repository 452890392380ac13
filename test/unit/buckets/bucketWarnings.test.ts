import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { BucketWorld } from '../../support/bucketWorld.ts';
import { caller } from '../../support/engineHarness.ts';

const PICTURES = { pictures: { folder: 'bucket', queue: 'tasks' } };

const NOBODY = 65_534;

/** Root may read everything: then the work is done as another user, who owns the folder and what is in it. */
async function asUser(folder: string, work: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return work();
  for (const path of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })])
    chownSync(join(folder, path), NOBODY, NOBODY);
  process.seteuid?.(NOBODY);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('a bucket that cannot work', () => {
  let world: BucketWorld;

  beforeEach(() => {
    world = new BucketWorld();
    mkdirSync(world.path('bucket'));
  });

  afterEach(() => world.end());

  const start = async (): Promise<void> => {
    assert.deepEqual(await world.apply(PICTURES), []);
    world.take();
  };

  it('warns at its line while its folder does not exist, and sends what is in it when it comes', async () => {
    rmSync(world.path('bucket'), { recursive: true });
    assert.deepEqual(await world.apply(PICTURES), [], 'the queues exist all the same');
    const [warning, ...others] = world.book.warningsOf('queueside.json');
    assert.deepEqual(others, []);
    assert.equal(warning?.message, 'The folder "bucket" does not exist. Create it, or change the path.');
    assert.equal(warning.line, 0);
    const text = JSON.stringify({ queues: { tasks: {} }, buckets: PICTURES });
    assert.equal(text.slice(warning.character, warning.endCharacter), '"bucket"');
    world.take();
    world.write('bucket/a', 'x');
    await world.settle();
    assert.deepEqual(world.takeNames(), ['ObjectCreated:Put a']);
    assert.deepEqual(
      world.warnings.map((each) => each.length),
      [1, 0],
      'each change is reported once',
    );
  });

  for (const [what, mode] of [
    ['read', 0],
    ['searched', 0o600],
  ] as const) {
    it(`deletes nothing because its folder cannot be ${what}`, async function () {
      if (process.platform === 'win32') this.skip();
      world.write('bucket/a', 'x');
      world.write('bucket/closed/b', 'x');
      await asUser(world.path('.'), async () => {
        await start();
        chmodSync(world.path('bucket/closed'), mode);
        await world.settle();
        chmodSync(world.path('bucket'), mode);
        await world.settle();
        assert.equal(world.book.warningsOf('queueside.json').length, 1);
        chmodSync(world.path('bucket'), 0o700);
        chmodSync(world.path('bucket/closed'), 0o700);
        await world.settle();
        assert.deepEqual(world.takeNames(), []);
        assert.equal(world.book.warningsOf('queueside.json').length, 0);
      });
    });
  }

  it('sends no events of files that its folder had when the bucket was new, once it can be read', async function () {
    if (process.platform === 'win32') this.skip();
    world.write('bucket/a', 'x');
    world.write('bucket/closed/b', 'x');
    world.write('bucket/closed/deep/c', 'x');
    await asUser(world.path('.'), async () => {
      chmodSync(world.path('bucket/closed/deep'), 0);
      chmodSync(world.path('bucket/closed'), 0);
      chmodSync(world.path('bucket'), 0);
      await world.apply(PICTURES);
      world.take();
      assert.equal(world.book.warningsOf('queueside.json').length, 1);
      for (const folder of ['bucket', 'bucket/closed', 'bucket/closed/deep']) {
        chmodSync(world.path(folder), 0o700);
        await world.settle();
        assert.deepEqual(world.takeNames(), [], folder);
      }
      world.write('bucket/closed/deep/d', 'x');
      await world.settle();
      assert.deepEqual(world.takeNames(), ['ObjectCreated:Put closed/deep/d']);
    });
  });

  it('takes a folder that goes for one that cannot be read', async () => {
    world.write('bucket/a', 'x');
    await start();
    renameSync(world.path('bucket'), world.path('away'));
    await world.settle();
    assert.deepEqual(world.takeNames(), []);
    renameSync(world.path('away'), world.path('bucket'));
    await world.settle();
    assert.deepEqual(world.takeNames(), []);
  });

  it('does not follow a link in place of its folder out of the folder of the file', async () => {
    rmSync(world.path('bucket'), { recursive: true });
    symlinkSync(tmpdir(), world.path('bucket'));
    await world.apply(PICTURES);
    assert.match(world.book.warningsOf('queueside.json')[0]?.message ?? '', /is a link out of the folder/);
    unlinkSync(world.path('bucket'));
    mkdirSync(world.path('inside'));
    symlinkSync(world.path('inside'), world.path('bucket'));
    await world.look();
    assert.deepEqual(world.book.warningsOf('queueside.json'), []);
  });

  it('warns while its queue does not exist', async () => {
    await start();
    const queue = world.harness.engine.findQueue(caller.region, caller.account, 'tasks');
    assert.ok(queue);
    deleteQueue(world.harness.engine, queue, caller);
    world.write('bucket/a', 'x');
    await world.settle();
    assert.match(world.book.warningsOf('queueside.json')[0]?.message ?? '', /"tasks" no longer exists/);
    await world.apply(PICTURES);
    await world.settle();
    assert.deepEqual(world.takeNames(), ['ObjectCreated:Put a']);
  });
});
