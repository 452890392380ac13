import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { deriveSeed, SeededRandom } from '../../../broker/random/seededRandom.ts';

function draw(seed: number, count: number): number[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => random.next());
}

describe('SeededRandom', () => {
  it('gives the same numbers for the same seed, all of them in [0, 1)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
        const numbers = draw(seed, 20);
        assert.deepEqual(numbers, draw(seed, 20));
        assert.ok(numbers.every((number) => number >= 0 && number < 1));
        assert.notDeepEqual(numbers, draw(seed + 1, 20));
      }),
    );
  });

  it('hits as often as the rate says', () => {
    for (const rate of [0, 0.1, 0.5, 0.9, 1]) {
      const random = new SeededRandom(42);
      let hits = 0;
      for (let n = 0; n < 10_000; n++) if (random.happens(rate)) hits++;
      assert.ok(Math.abs(hits / 10_000 - rate) < 0.02, `${hits} of 10,000 at ${rate}`);
    }
  });

  it('gives each purpose a stream of its own', () => {
    assert.notDeepEqual(draw(deriveSeed(1, 'drop'), 5), draw(deriveSeed(1, 'slow'), 5));
    assert.deepEqual(draw(deriveSeed(1, 'drop'), 5), draw(deriveSeed(1, 'drop'), 5));
  });
});
