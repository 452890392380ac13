import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 4096;
const pool = Buffer.alloc(POOL_BYTES);
let next = POOL_BYTES;

/**
 * Random bytes as hexadecimal digits, for IDs that come with every call: asking the system for each of them takes longer
 * than the rest of such an ID.
 * @param bytes up to 4,096
 */
export function createRandomHex(bytes: number): string {
  if (next + bytes > POOL_BYTES) {
    randomFillSync(pool);
    next = 0;
  }
  const from = next;
  next += bytes;
  return pool.toString('hex', from, next);
}
