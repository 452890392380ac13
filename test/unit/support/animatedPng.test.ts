import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { makeAnimatedPng, readChunks } from '../../support/animatedPng.mjs';

/** A PNG file of one colour, 2 × 1 pixels, in two pieces of data as browsers write them. */
function makePicture(red: number, width = 2): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(1, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.from([0, ...Array.from({ length: width }, () => [red, 0, 0]).flat()]);
  const data = zlib.deflateSync(row);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunk = (type: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const numbers = Buffer.alloc(8);
    numbers.writeUInt32BE(content.length, 0);
    numbers.writeUInt32BE(zlib.crc32(body), 4);
    return Buffer.concat([numbers.subarray(0, 4), body, numbers.subarray(4)]);
  };
  const [first, second] = [data.subarray(0, 5), data.subarray(5)];
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', first),
    chunk('IDAT', second),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('an animated PNG', () => {
  const animated = makeAnimatedPng(makePicture(9), [
    { png: makePicture(100), shownMs: 1500 },
    { png: makePicture(200), shownMs: 3000 },
  ]);
  const chunks = readChunks(animated);

  it('has the still picture where viewers that do not animate look for it, and every frame behind it', () => {
    assert.deepEqual(
      chunks.map(({ type }) => type),
      ['IHDR', 'acTL', 'IDAT', 'IDAT', 'fcTL', 'fdAT', 'fdAT', 'fcTL', 'fdAT', 'fdAT', 'IEND'],
    );
    const still = chunks.filter(({ type }) => type === 'IDAT').map(({ content }) => content);
    assert.equal(zlib.inflateSync(Buffer.concat(still))[1], 9);
  });

  it('numbers frames and their data in one sequence, and keeps the data', () => {
    const parts = chunks.filter(({ type }) => type === 'fcTL' || type === 'fdAT');
    assert.deepEqual(
      parts.map(({ content }) => content.readUInt32BE(0)),
      [0, 1, 2, 3, 4, 5],
    );
    const data = parts.filter(({ type }) => type === 'fdAT').map(({ content }) => content.subarray(4));
    assert.equal(zlib.inflateSync(Buffer.concat(data.slice(0, 2)))[1], 100);
    assert.equal(zlib.inflateSync(Buffer.concat(data.slice(2)))[1], 200);
  });

  it('says how many frames it has, how large they are and how long each is shown', () => {
    assert.equal(chunks[1]?.content.readUInt32BE(0), 2);
    const controls = chunks.filter(({ type }) => type === 'fcTL').map(({ content }) => content);
    assert.deepEqual(
      controls.map((control) => [4, 8, 12, 16].map((at) => control.readUInt32BE(at))),
      [
        [2, 1, 0, 0],
        [2, 1, 0, 0],
      ],
    );
    assert.deepEqual(
      controls.map((control) => control.readUInt16BE(20) / control.readUInt16BE(22)),
      [1.5, 3],
    );
  });

  it('is not made of pictures that differ in size, of no pictures, or of times that have no place', () => {
    const still = makePicture(1);
    assert.throws(() => makeAnimatedPng(still, [{ png: makePicture(1, 3), shownMs: 1 }]), /differ in size/);
    assert.throws(() => makeAnimatedPng(Buffer.from('GIF89a..'), []), /no PNG file/);
    for (const shownMs of [0, -1, 70_000])
      assert.throws(() => makeAnimatedPng(still, [{ png: still, shownMs }]), /cannot be shown/);
  });
});
