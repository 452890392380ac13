import { type Timer, Timers } from '../../../broker/engine/state/timers.ts';
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

/** Takes a random one of a million armed timers out and arms it again at a random time: what a receive and a delete do. */
export const timerHeapCase: BenchCase = {
  name: 'timer heap',
  run({ isQuick }) {
    const random = makeRandom(1);
    const heap = new Timers();
    const timers: Timer[] = Array.from({ length: ENTRIES }, () => ({
      timerPlace: -1,
      onDue: () => undefined,
    }));
    for (const timer of timers) heap.schedule(timer, random());
    const rates: number[] = [];
    for (let round = 0; round < (isQuick ? 3 : 7); round++) {
      const startedAt = performance.now();
      for (let pair = 0; pair < PAIRS; pair++) {
        const timer = timers[random() % ENTRIES] as Timer;
        heap.cancel(timer);
        heap.schedule(timer, random());
      }
      rates.push(PAIRS / ((performance.now() - startedAt) / 1000));
    }
    return Promise.resolve([
      atLeast(
        figure('timer heap of 1,000,000, cancel + schedule of a random one', median(rates), 'pairs/s'),
        1_000_000,
        '≥ 1,000,000',
      ),
    ]);
  },
};
