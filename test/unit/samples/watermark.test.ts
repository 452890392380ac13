import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';

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

  for (const key of ['../package.json', 'uploads/../../package.json', '/etc/hostname', '']) {
    it(`reads nothing outside the bucket for the key "${key}"`, async () => {
      const bucket = await importSample<{ readObject(key: string): Promise<Buffer> }>('bucket.js');
      await assert.rejects(async () => bucket.readObject(key), /is not a key of the bucket/);
    });
  }
});
