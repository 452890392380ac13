import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { waitChance } from '../../../broker/forecast/erlangC.ts';

/** By the sum of the definition, with logarithms of factorials: another way to the same number. */
function sumErlangC(consumers: number, load: number): number {
  const logs: number[] = [0];
  for (let index = 1; index <= consumers; index++)
    logs.push((logs[index - 1] as number) + Math.log(load) - Math.log(index));
  const last = logs[consumers] as number;
  const others = logs.slice(0, -1).reduce((sum, log) => sum + Math.exp(log - last), 0);
  const busy = 1 / (1 - load / consumers);
  return busy / (others + busy);
}

describe('The chance to wait', () => {
  // A single consumer is busy for its utilisation; two: 2r²/(1+r); tables of Erlang's formula for the others.
  const table: readonly [consumers: number, load: number, chance: number][] = [
    [1, 0, 0],
    [1, 0.5, 0.5],
    [1, 0.85, 0.85],
    [2, 1, 1 / 3],
    [2, 1.5, 0.642_857],
    [4, 2, 0.173_913],
    [4, 3, 0.509_434],
    [5, 4, 0.554_113],
    [10, 8, 0.409_18],
    [3, 3, 1],
    [3, 7, 1],
  ];
  for (const [consumers, load, chance] of table) {
    it(`of ${consumers} with a load of ${load} is ${chance}`, () =>
      assert.ok(Math.abs(waitChance(consumers, load) - chance) < 1e-5, String(waitChance(consumers, load))));
  }

  for (const consumers of [100, 1000, 10_000]) {
    it(`is a number for ${consumers}, the one of the definition`, () => {
      for (const utilisation of [0.5, 0.9, 0.99, 0.9999]) {
        const chance = waitChance(consumers, consumers * utilisation);
        assert.ok(Math.abs(chance - sumErlangC(consumers, consumers * utilisation)) < 1e-9, `${utilisation}`);
      }
    });
  }
});
