import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { LOOK_MS } from '../../../broker/buckets/bucketBook.ts';
import { BucketWorld, MemoryNotes } from '../../support/bucketWorld.ts';

const PICTURES = { pictures: { folder: 'bucket', queue: 'tasks' } };
const TEST_EVENT = 's3:TestEvent';

describe('a folder as a bucket', () => {
  let world: BucketWorld;

  beforeEach(() => {
    world = new BucketWorld(new MemoryNotes());
    mkdirSync(world.path('bucket'));
  });

  afterEach(() => world.end());

  const start = async (buckets: object = PICTURES): Promise<void> => {
    assert.deepEqual(await world.apply(buckets), []);
    world.take();
  };

  it('sends the test message of Amazon S3 when it is set up, and no events of files that it had', async () => {
    world.write('bucket/old.png', 'old');
    await world.apply(PICTURES);
    await world.settle();
    const [test, ...others] = world.take();
    assert.deepEqual(others, []);
    const { RequestId, HostId, ...told } = test as Record<string, string>;
    assert.deepEqual(told, {
      Service: 'Amazon S3',
      Event: TEST_EVENT,
      Time: new Date(world.harness.clock.now()).toISOString(),
      Bucket: 'pictures',
    });
    assert.match(RequestId ?? '', /^[\dA-F]{16}$/);
    assert.ok(HostId);
  });

  it('sends the event of a file that appears, with its size, its MD5 and the time of the broker’s clock', async () => {
    await start();
    world.harness.clock.advance(3_600_000);
    world.write('bucket/uploads/red flower@1.jpg', 'flower');
    await world.settle();
    const [event] = world.take();
    const [record] = event?.Records ?? [];
    assert.equal(record?.eventName, 'ObjectCreated:Put');
    assert.equal(record.eventTime, new Date(world.harness.clock.now()).toISOString());
    assert.deepEqual(record.s3.bucket, {
      name: 'pictures',
      ownerIdentity: { principalId: '000000000000' },
      arn: 'arn:aws:s3:::pictures',
    });
    const { sequencer, ...object } = record.s3.object;
    assert.deepEqual(object, {
      key: 'uploads/red+flower%401.jpg',
      size: 6,
      eTag: createHash('md5').update('flower').digest('hex'),
    });
    assert.match(sequencer, /^[\dA-F]{18}$/);
  });

  it('sends one event for a file that is written in pieces', async () => {
    await start();
    world.write('bucket/a.txt', 'one');
    for (let piece = 0; piece < 5; piece++) {
      await world.look();
      await world.look();
      appendFileSync(world.path('bucket/a.txt'), 'more');
    }
    assert.deepEqual(world.takeNames(), []);
    await world.settle();
    const events = world.take();
    assert.deepEqual(
      events.map(({ Records }) => Records?.[0]?.s3.object.size),
      [3 + 5 * 4],
    );
  });

  it('sends one event for a file that is written under a temporary name and renamed', async () => {
    await start();
    world.write('bucket/sea.png.71.partial', 'sea');
    await world.settle();
    renameSync(world.path('bucket/sea.png.71.partial'), world.path('bucket/sea.png'));
    await world.settle();
    await world.settle();
    assert.deepEqual(world.takeNames(), ['ObjectCreated:Put sea.png']);
  });

  it('sends the event again when a file is overwritten, also in place of another with the same size and time', async () => {
    await start();
    world.write('bucket/a', 'one');
    await world.settle();
    world.write('bucket/a', 'three');
    await world.settle();
    utimesSync(world.path('bucket/a'), 1000, 1000);
    await world.settle();
    world.write('other', 'four!');
    utimesSync(world.path('other'), 1000, 1000);
    renameSync(world.path('other'), world.path('bucket/a'));
    await world.settle();
    const events = world.take().map(({ Records }) => Records?.[0]);
    assert.deepEqual(
      events.map((record) => record?.eventName),
      Array<string>(4).fill('ObjectCreated:Put'),
    );
    const sequencers = events.map((record) => record?.s3.object.sequencer ?? '');
    assert.deepEqual(sequencers, [...new Set(sequencers)].sort(), 'the later event has the greater number');
  });

  it('sends ObjectRemoved:Delete for a deleted file and for those of a deleted folder, without size and eTag', async () => {
    world.write('bucket/a', 'one');
    world.write('bucket/deep/b', 'one');
    await start();
    unlinkSync(world.path('bucket/a'));
    rmSync(world.path('bucket/deep'), { recursive: true });
    await world.look();
    assert.deepEqual(world.takeNames(), [], 'an editor may be about to put it back');
    await world.settle();
    const events = world.take();
    assert.deepEqual(
      events.map(({ Records }) => Records?.[0]?.eventName),
      ['ObjectRemoved:Delete', 'ObjectRemoved:Delete'],
    );
    assert.deepEqual(Object.keys(events[0]?.Records?.[0]?.s3.object ?? {}), ['key', 'sequencer']);
  });

  it('says nothing of a file that is replaced by deleting it first', async () => {
    world.write('bucket/a', 'one');
    await start();
    unlinkSync(world.path('bucket/a'));
    await world.look();
    world.write('bucket/a', 'other');
    await world.settle();
    assert.deepEqual(world.takeNames(), ['ObjectCreated:Put a']);
  });

  it('takes a renamed file for a deleted and a new one', async () => {
    world.write('bucket/a', 'one');
    await start();
    renameSync(world.path('bucket/a'), world.path('bucket/b'));
    await world.settle();
    assert.deepEqual(world.takeNames(), ['ObjectCreated:Put b', 'ObjectRemoved:Delete a']);
  });

  it('ignores folders, hidden and temporary files, and links', async () => {
    await start();
    mkdirSync(world.path('bucket/folder'));
    const secret = world.path('secret.txt');
    writeFileSync(secret, 'secret');
    mkdirSync(world.path('outside'));
    writeFileSync(world.path('outside/file'), 'x');
    for (const name of [
      '.hidden',
      '.a.swp',
      'a.swp',
      'a~',
      '#a#',
      'a.partial',
      'a.crdownload',
      '~$a.docx',
      '4913',
    ])
      world.write(`bucket/${name}`, 'x');
    world.write('bucket/.git/config', 'x');
    symlinkSync(secret, world.path('bucket/link.txt'));
    symlinkSync(world.path('outside'), world.path('bucket/linked'));
    await world.settle();
    assert.deepEqual(world.takeNames(), []);
    world.write('bucket/plain', 'x');
    await world.settle();
    assert.deepEqual(world.takeNames(), ['ObjectCreated:Put plain']);
  });

  it('filters by prefix and suffix, and does not look into folders without the prefix', async () => {
    await start({ pictures: { folder: 'bucket', queue: 'tasks', prefix: 'up/lo', suffix: '.png' } });
    for (const key of ['up/loads/a.png', 'up/lo.png', 'up/loads/a.txt', 'up/a.png', 'other/a.png', 'a.png'])
      world.write(`bucket/${key}`, 'x');
    await world.settle();
    assert.deepEqual(world.takeNames(), ['ObjectCreated:Put up/lo.png', 'ObjectCreated:Put up/loads/a.png']);
  });

  it('sends 100 events a look, and the rest after that', async () => {
    await start();
    for (let index = 0; index < 150; index++) world.write(`bucket/${index}`, 'x');
    await world.settle();
    assert.equal(world.take().length, 100);
    await world.look();
    assert.equal(world.take().length, 50);
    await world.settle();
    assert.equal(world.take().length, 0);
  });

  it('goes on when the file is saved again, and starts again with another folder', async () => {
    await start();
    world.write('bucket/a', 'x');
    await world.apply({ ...PICTURES, others: { folder: 'bucket', queue: 'tasks' } });
    assert.deepEqual(world.takeNames(), [TEST_EVENT], 'of the new one');
    await world.settle();
    assert.deepEqual(world.takeNames(), ['ObjectCreated:Put a']);
    mkdirSync(world.path('elsewhere'));
    await world.apply({ pictures: { folder: 'elsewhere', queue: 'tasks' } });
    world.write('bucket/b', 'x');
    world.write('elsewhere/c', 'x');
    await world.settle();
    assert.deepEqual(world.takeNames(), ['ObjectCreated:Put c', TEST_EVENT]);
  });

  it('ends with the file that has it', async () => {
    await start();
    await world.apply({});
    world.write('bucket/a', 'x');
    await world.settle();
    assert.deepEqual(world.takeNames(), []);
    // What was sent is still to be saved.
    world.schedule.advance(60_000);
    assert.equal(world.schedule.pendingCount, 0, 'no look is planned');
  });

  it('sends nothing again after a restart, and what happened meanwhile once', async () => {
    world.write('bucket/gone', 'x');
    await start();
    world.write('bucket/a', 'x');
    await world.settle();
    const before = world.take()[0]?.Records?.[0]?.s3.object.sequencer ?? '';
    world.restart();
    unlinkSync(world.path('bucket/gone'));
    world.write('bucket/b', 'x');
    await world.apply(PICTURES);
    await world.settle();
    const events = world.take();
    assert.deepEqual(
      events.map(({ Records }) => `${Records?.[0]?.eventName} ${Records?.[0]?.s3.object.key}`).sort(),
      ['ObjectCreated:Put b', 'ObjectRemoved:Delete gone'],
    );
    for (const { Records } of events) assert.ok((Records?.[0]?.s3.object.sequencer ?? '') > before);
  });

  it('is looked at less often when that takes long', async () => {
    world.lookMs = 100;
    await start();
    world.schedule.advance(LOOK_MS);
    await world.book.settle();
    world.write('bucket/a', 'x');
    for (let look = 0; look < 3; look++) await world.look();
    assert.deepEqual(world.takeNames(), [], 'a look takes a tenth of the time');
    for (let look = 0; look < 3; look++) {
      world.schedule.advance(1000);
      await world.book.settle();
    }
    assert.deepEqual(world.takeNames(), ['ObjectCreated:Put a']);
  });

  it('can share a folder with another one', async () => {
    await start({
      first: { folder: 'bucket', queue: 'tasks', suffix: '.png' },
      second: { folder: '.', queue: 'tasks', prefix: 'bucket/' },
    });
    world.write('bucket/a.png', 'x');
    await world.settle();
    assert.deepEqual(world.takeNames(), ['ObjectCreated:Put a.png', 'ObjectCreated:Put bucket/a.png']);
  });
});
