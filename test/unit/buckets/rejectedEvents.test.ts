import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BucketWatch, QUIET_LOOKS } from '../../../broker/buckets/bucketWatch.ts';
import type { ObjectChange } from '../../../broker/buckets/s3Event.ts';

describe('a bucket whose queue rejects its events', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'queueside-rejected-')));
  after(() => rmSync(folder, { recursive: true }));

  it('tries one event at each look, reads no file again, and sends all of them later', async () => {
    mkdirSync(join(folder, 'bucket'));
    const tried: ObjectChange[] = [];
    let rejects = true;
    const watch = new BucketWatch(
      { name: 'b', folder: 'bucket', queue: 'q', prefix: '', suffix: '' },
      folder,
      (change) => {
        tried.push(change);
        return rejects ? { member: 'queue', message: 'no' } : undefined;
      },
      new Map(),
    );
    const write = (name: string, text: string): void => {
      writeFileSync(join(folder, 'bucket', name), text);
      // To the eye of the bucket, it is the file that it was.
      utimesSync(join(folder, 'bucket', name), 1_700_000_000, 1_700_000_000);
    };
    for (const name of ['a', 'b', 'c']) write(name, 'old');
    for (let look = 0; look < QUIET_LOOKS; look++) await watch.look();
    assert.equal(tried.length, 0);
    for (let look = 0; look < 3; look++) assert.equal((await watch.look())?.member, 'queue');
    assert.equal(tried.length, 3);
    const key = tried[0]?.key ?? '';
    assert.ok(tried.every((change) => change.key === key));
    write(key, 'new');
    rejects = false;
    tried.length = 0;
    assert.equal(await watch.look(), undefined);
    assert.deepEqual(tried.map((change) => change.key).sort(), ['a', 'b', 'c']);
    const md5 = createHash('md5').update('old').digest('hex');
    assert.ok(tried.every((change) => change.kind === 'put' && change.eTag === md5));
  });
});
