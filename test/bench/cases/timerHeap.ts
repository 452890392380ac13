import { type Timer, Timers } from '../../../broker/engine/timers.ts';
import { type BenchCase, atLeast, figure } from '../benchCase.ts';
import { median } from '../statistics.ts';

const ENTRIES = 1_000_000;
const PAIRS = 1_000_000;

/** A small generator of its own, so that every run schedules the same deadlines. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}

export const timerHeapCase: BenchCase = {
  name: 'timer heap',
  run({ isQuick }) {
    const random = makeRandom(1);
    const timers = new Timers();
    const makeTimer = (): Timer => ({ timerPlace: -1, onDue: () => undefined });
    for (let index = 0; index < ENTRIES; index++) timers.schedule(makeTimer(), random());
    const extra = makeTimer();
    const rates: number[] = [];
    for (let round = 0; round < (isQuick ? 3 : 7); round++) {
      const startedAt = performance.now();
      for (let pair = 0; pair < PAIRS; pair++) {
        timers.schedule(extra, random());
        timers.cancel(extra);
      }
      rates.push(PAIRS / ((performance.now() - startedAt) / 1000));
    }
    return Promise.resolve([
      atLeast(
        figure('timer heap of 1,000,000, schedule + cancel', median(rates), 'pairs/s'),
        1_000_000,
        '≥ 1,000,000',
      ),
    ]);
  },
};
