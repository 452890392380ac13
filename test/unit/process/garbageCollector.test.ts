import assert from 'node:assert/strict';
import { chooseGrowthPercent } from '../../../broker/process/garbageCollector.ts';

const MIB = 1_048_576;

describe('growth of the heap until all of it is collected', () => {
  for (const [usedMib, percent] of [
    [0, 200],
    [255, 200],
    [256, 100],
    [4096, 100],
  ] as const) {
    it(`${usedMib} MiB may grow by ${percent} %`, () => {
      assert.equal(chooseGrowthPercent(usedMib * MIB), percent);
    });
  }
});
