import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isAnyOn, listUnordered } from '../../../broker/faults/activeFaults.ts';
import { FAULT_KINDS, FAULTS } from '../../../broker/protocol/faults.ts';

describe('the faults of a queue', () => {
  for (const kind of FAULT_KINDS) {
    const name = FAULTS[kind].switch;
    const [on, off] = name === 'shuffle' ? [true, false] : [0.5, 0];
    it(`are on with ${name}, and only with it`, () => {
      assert.equal(isAnyOn({ [name]: on }), true);
      assert.equal(isAnyOn({ [name]: off }), false);
    });
  }

  it('are off without any, and with values for faults that are off', () => {
    assert.equal(isAnyOn({}), false);
    assert.equal(isAnyOn({ slowMs: 100, errorCode: 'OverLimit', actions: ['SendMessage'] }), false);
  });

  it('break what FIFO queues guarantee if they are duplicates, random order, or misses', () => {
    const all = Object.fromEntries(
      FAULT_KINDS.map((kind) => [FAULTS[kind].switch, kind === 'shuffle' ? true : 0.5]),
    );
    assert.deepEqual(listUnordered(all), ['duplicateRate', 'shuffle', 'missRate']);
    assert.deepEqual(listUnordered({ duplicateRate: 0, shuffle: false, dropRate: 1 }), []);
  });
});
