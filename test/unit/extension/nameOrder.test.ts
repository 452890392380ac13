import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { compareNames } from '../../../extension/ground/nameOrder.ts';

describe('the order of names', () => {
  for (const names of [
    ['queue-2', 'queue-10', 'queue-100'],
    ['a', 'a-1', 'a1', 'B', 'c'],
    ['orders', 'orders-1.fifo', 'orders-2-dlq', 'orders-12.fifo'],
    ['q01', 'q1', 'q2'],
  ]) {
    it(`is that of people: ${names.join(', ')}`, () => {
      assert.deepEqual(names.toSorted(compareNames), names);
      assert.deepEqual(names.toReversed().sort(compareNames), names);
    });
  }
});
