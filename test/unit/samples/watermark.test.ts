import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';
import { type ObjectChange, writeEvent, writeTestEvent } from '../../../broker/buckets/s3Event.ts';

const sample = resolve('extension/samples/watermark');
const UPLOADS = ['mountains', 'night', 'sea', 'sunset'];

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bitmap: { readonly data: Uint8Array };
}

/** The sample is a program of its own, in plain JavaScript with its own packages: tests see it as a user's editor does. */
async function importSample<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(resolve(sample, file)).href)) as T;
}

async function addWatermark(picture: Buffer, text: string): Promise<Buffer> {
  const sampleModule = await importSample<{ addWatermark: typeof addWatermark }>('watermark.js');
  return sampleModule.addWatermark(picture, text);
}

async function decode(picture: Buffer): Promise<Pixels> {
  const requireFromSample = createRequire(resolve(sample, 'package.json'));
  const { Jimp } = requireFromSample('jimp') as { Jimp: { read(bytes: Buffer): Promise<Pixels> } };
  return Jimp.read(picture);
}

function readUpload(name: string): Promise<Buffer> {
  return readFile(resolve(sample, 'bucket/uploads', `${name}.png`));
}

/** The first and last row in which two pictures of one size differ. */
function findChangedRows(before: Pixels, after: Pixels): { first: number; last: number } {
  const rowBytes = before.width * 4;
  const changed = Array.from({ length: before.height }, (_, row) => row).filter((row) => {
    const start = row * rowBytes;
    const rowBefore = before.bitmap.data.subarray(start, start + rowBytes);
    return Buffer.compare(rowBefore, after.bitmap.data.subarray(start, start + rowBytes)) !== 0;
  });
  return { first: changed[0] ?? -1, last: changed.at(-1) ?? -1 };
}

describe('the watermark sample', function () {
  this.timeout(20_000);

  for (const name of UPLOADS) {
    it(`marks only the lower edge of ${name}.png and keeps its size`, async () => {
      const upload = await readUpload(name);
      const before = await decode(upload);
      const after = await decode(await addWatermark(upload, 'A mark'));

      assert.deepEqual([after.width, after.height], [before.width, before.height]);
      assert.deepEqual(findChangedRows(before, after), {
        first: before.height - 56,
        last: before.height - 1,
      });
    });
  }

  it('gives the same bytes each time, so that a task done twice does no harm', async () => {
    const upload = await readUpload('sea');
    assert.deepEqual(await addWatermark(upload, 'Twice'), await addWatermark(upload, 'Twice'));
  });

  it('writes the text that it is given', async () => {
    const upload = await readUpload('sea');
    assert.notDeepEqual(await addWatermark(upload, 'One'), await addWatermark(upload, 'Two'));
  });

  it('refuses a file that is not a picture', async () => {
    await assert.rejects(addWatermark(Buffer.from('not a picture'), 'A mark'));
  });

  describe('reads what a message asks for', () => {
    const parse = async (message: object): Promise<readonly object[]> => {
      const { parseTasks } = await importSample<{ parseTasks: (body: string) => object[] }>('task.js');
      return parseTasks(JSON.stringify(message));
    };
    const change = (key: string): ObjectChange => ({ kind: 'put', key, size: 1, eTag: '' });
    const context = {
      bucket: 'pictures',
      region: 'us-east-1',
      account: '000000000000',
      at: 0,
      sequencer: '0',
    };

    it('as a task of the producer', async () => {
      assert.deepEqual(await parse({ key: 'uploads/a.png' }), [{ key: 'uploads/a.png', text: 'Watermark' }]);
      assert.deepEqual(await parse({ key: 'uploads/a.png', text: 'b' }), [
        { key: 'uploads/a.png', text: 'b' },
      ]);
    });

    it('as an event of the bucket, whose key is encoded', async () => {
      const key = 'uploads/sea & sky (1)+é.png';
      const event = JSON.parse(writeEvent(change(key), context)) as object;
      assert.deepEqual(await parse(event), [{ key, text: 'Watermark' }]);
    });

    it('and nothing of the bucket’s test message and deletions', async () => {
      assert.deepEqual(await parse(JSON.parse(writeTestEvent('pictures', 0)) as object), []);
      const deleted = writeEvent({ kind: 'deleted', key: 'uploads/a.png' }, context);
      assert.deepEqual(await parse(JSON.parse(deleted) as object), []);
    });

    it('but no picture that is no upload', async () => {
      const event = JSON.parse(writeEvent(change('watermarked/a.png'), context)) as object;
      for (const message of [event, { key: 'watermarked/a.png' }, { key: 'uploads/../a.png' }, {}])
        await assert.rejects(parse(message), /the task names no uploaded picture/);
    });
  });

  for (const key of ['../package.json', 'uploads/../../package.json', '/etc/hostname', '']) {
    it(`reads nothing outside the bucket for the key "${key}"`, async () => {
      const bucket = await importSample<{ readObject(key: string): Promise<Buffer> }>('bucket.js');
      await assert.rejects(async () => bucket.readObject(key), /is not a key of the bucket/);
    });
  }
});
