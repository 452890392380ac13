import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Ring } from '../../../broker/trace/ring.ts';

function fill(ring: Ring<number>, count: number): void {
  for (let n = 0; n < count; n++) ring.push(ring.lastSequence + 1);
}

function keptOf(ring: Ring<number>): (number | undefined)[] {
  const kept = [];
  for (let sequence = ring.firstSequence; sequence <= ring.lastSequence; sequence++)
    kept.push(ring.at(sequence));
  return kept;
}

describe('Ring', () => {
  it('is empty at first', () => {
    const ring = new Ring<number>(3);
    assert.deepEqual(
      [ring.firstSequence, ring.lastSequence, ring.at(0), ring.at(1)],
      [1, 0, undefined, undefined],
    );
  });

  const cases: readonly [pushes: number, kept: readonly number[]][] = [
    [1, [1]],
    [3, [1, 2, 3]],
    [4, [2, 3, 4]],
    [6, [4, 5, 6]],
    [1000, [998, 999, 1000]],
  ];
  for (const [pushes, kept] of cases) {
    it(`keeps the newest three of ${pushes}`, () => {
      const ring = new Ring<number>(3);
      fill(ring, pushes);
      assert.deepEqual(keptOf(ring), kept);
      assert.equal(ring.at(ring.firstSequence - 1), undefined);
      assert.equal(ring.at(ring.lastSequence + 1), undefined);
    });
  }

  it('goes on with its numbers after it was cleared', () => {
    const ring = new Ring<number>(3);
    fill(ring, 5);
    ring.clear();
    assert.deepEqual(keptOf(ring), []);
    assert.deepEqual([ring.firstSequence, ring.lastSequence], [6, 5]);
    fill(ring, 2);
    assert.deepEqual(keptOf(ring), [6, 7]);
    fill(ring, 2);
    assert.deepEqual(keptOf(ring), [7, 8, 9]);
  });
});
