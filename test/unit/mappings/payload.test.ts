import assert from 'node:assert/strict';
import { EventSize, writeEvent } from '../../../broker/mappings/payload.ts';

const LIMIT = 6_291_556;
/** `{"Records":[]}` */
const FRAME = 14;

/** How many records the first event takes, and what it says its size is. */
function cut(records: readonly string[]): { count: number; bytes: number; event: string } {
  const size = new EventSize();
  const end = records.findIndex((record) => !size.tryAdd(Buffer.byteLength(record)));
  const taken = end < 0 ? records : records.slice(0, end);
  return { count: taken.length, bytes: size.bytes, event: writeEvent(taken) };
}

/** A record of so many bytes: a JSON string. */
function record(bytes: number): string {
  return `"${'x'.repeat(bytes - 2)}"`;
}

describe('The event of a batch', () => {
  const half = record((LIMIT - FRAME - 1) / 2 + 0.5);
  const smallerHalf = record((LIMIT - FRAME - 1) / 2 - 0.5);
  const rows: readonly (readonly [name: string, records: readonly string[], count: number])[] = [
    ['of one record', ['{}'], 1],
    ['of one record that fills it', [record(LIMIT - FRAME)], 1],
    ['of one record that is too large', [record(LIMIT - FRAME + 1), '{}'], 1],
    ['of two records that fill it', [half, smallerHalf], 2],
    ['of two records, with one byte too many', [half, half], 1],
    ['of eight records with bodies of 1 MiB', Array.from({ length: 8 }, () => record(1_048_576 + 500)), 5],
    ['of 10,000 records that fit', Array.from({ length: 10_000 }, () => record(628)), 10_000],
    [
      'of 10,000 records of which the last does not fit',
      [...Array.from({ length: 9999 }, () => record(628)), record(2000)],
      10_000,
    ],
    ['of characters with several bytes', Array.from({ length: 3 }, () => `"${'é'.repeat(1_400_000)}"`), 2],
  ];
  for (const [name, records, count] of rows) {
    it(`${name} takes ${count}`, () => {
      const { event, bytes, count: taken } = cut(records);
      assert.equal(taken, count);
      assert.equal(Buffer.byteLength(event), bytes);
      assert.ok(bytes <= LIMIT || taken === 1);
      assert.deepEqual((JSON.parse(event) as { Records: unknown[] }).Records.length, taken);
    });
  }
});
