import * as zlib from 'node:zlib';

type Crc32 = (bytes: Uint8Array, start: number) => number;

const POLYNOMIAL = 0xedb88320;

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
    return value;
  });
}

/** For Node before 20.15. */
export function makeTableCrc32(): Crc32 {
  const table = makeTable();
  return (bytes, start) => {
    let value = ~start;
    for (const byte of bytes) value = (table[(value ^ byte) & 255] as number) ^ (value >>> 8);
    return ~value >>> 0;
  };
}

/** CRC-32 (ISO 3309) of bytes, going on from `start`, which is the checksum of what came before or any 32-bit seed. */
export const crc32: Crc32 =
  typeof zlib.crc32 === 'function' ? (bytes, start) => zlib.crc32(bytes, start) : makeTableCrc32();
