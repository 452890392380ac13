import zlib from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Frames lie over the whole picture and replace what was there. */
const NO_DISPOSAL = 0;
const REPLACE = 0;
const MAXIMUM_MS = 65_535;

/**
 * @typedef {object} Frame
 * @property {Buffer} png
 * @property {number} shownMs at most 65,535
 */

/**
 * Joins PNG files into an animated one, without decoding them: the format (APNG, in the third edition of the PNG specification)
 * takes each picture's compressed data as it is. Viewers that don't animate show `still`, which is no part of the animation.
 * @param {Buffer} still
 * @param {readonly Frame[]} frames of the size and colour type of `still`; shown forever, one after the other
 * @returns {Buffer}
 * @throws if a file is no PNG, or differs in size or colours
 */
export function makeAnimatedPng(still, frames) {
  const first = readChunks(still);
  const header = findHeader(first);
  let sequence = 0;
  const animated = frames.flatMap(({ png, shownMs }) => {
    const chunks = readChunks(png);
    if (!findHeader(chunks).equals(header)) throw new Error('The pictures differ in size or colours.');
    if (!(shownMs > 0 && shownMs <= MAXIMUM_MS))
      throw new Error(`A frame cannot be shown for ${shownMs} ms.`);
    const control = makeChunk('fcTL', describeFrame(header, sequence++, shownMs));
    const data = chunks
      .filter(({ type }) => type === 'IDAT')
      .map(({ content }) => makeChunk('fdAT', Buffer.concat([toNumber(sequence++), content])));
    return [control, ...data];
  });
  const before = first.filter(({ type }) => type !== 'IDAT' && type !== 'IEND' && type !== 'IHDR');
  const data = first.filter(({ type }) => type === 'IDAT');
  return Buffer.concat([
    SIGNATURE,
    makeChunk('IHDR', header),
    makeChunk('acTL', Buffer.concat([toNumber(frames.length), toNumber(0)])),
    ...[...before, ...data].map(({ type, content }) => makeChunk(type, content)),
    ...animated,
    makeChunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * @param {Buffer} png
 * @returns {{ type: string, content: Buffer }[]}
 */
export function readChunks(png) {
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('This is no PNG file.');
  const chunks = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    chunks.push({ type, content: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** @param {{ type: string, content: Buffer }[]} chunks */
function findHeader(chunks) {
  const header = chunks.find(({ type }) => type === 'IHDR');
  if (header === undefined) throw new Error('This PNG file has no header.');
  return header.content;
}

/** @param {Buffer} header @param {number} sequence @param {number} shownMs */
function describeFrame(header, sequence, shownMs) {
  const times = Buffer.alloc(6);
  times.writeUInt16BE(shownMs, 0);
  times.writeUInt16BE(1000, 2);
  times.writeUInt8(NO_DISPOSAL, 4);
  times.writeUInt8(REPLACE, 5);
  // The size from the header, then the place.
  return Buffer.concat([toNumber(sequence), header.subarray(0, 8), toNumber(0), toNumber(0), times]);
}

/** @param {string} type @param {Buffer} content */
function makeChunk(type, content) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  return Buffer.concat([toNumber(content.length), body, toNumber(zlib.crc32(body))]);
}

/** @param {number} value */
function toNumber(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
