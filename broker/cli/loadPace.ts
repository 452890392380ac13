import type { LoadOptions } from './loadOptions.ts';
import { PoissonPace } from './poissonPace.ts';

/** A burst has the messages of this long. */
export const BURST_MS = 5000;

/** When which message is due, in ms after the start. */
export interface Pace {
  /** How many messages are due before `elapsedMs`. */
  countDue(elapsedMs: number): number;
  /** When message `number`, from 0, is due. */
  dueAt(number: number): number;
}

/** The pace of a load test whose rate is not 0. */
export function createPace({
  shape,
  perSecond,
  durationMs,
  seed,
}: Pick<LoadOptions, 'shape' | 'perSecond' | 'durationMs' | 'seed'>): Pace {
  const perMs = perSecond / 1000;
  switch (shape) {
    case 'steady':
      return {
        countDue: (elapsedMs) => countBelow(elapsedMs * perMs),
        dueAt: (number) => number / perMs,
      };
    case 'ramp': {
      // The rate rises by this much in each ms; what is due is the area below it.
      const slope = perMs / durationMs;
      return {
        countDue: (elapsedMs) => countBelow((slope * elapsedMs ** 2) / 2),
        dueAt: (number) => Math.sqrt((2 * number) / slope),
      };
    }
    case 'bursts': {
      const perBurst = Math.max(1, Math.round(perMs * BURST_MS));
      return {
        countDue: (elapsedMs) => Math.ceil(elapsedMs / BURST_MS) * perBurst,
        dueAt: (number) => Math.floor(number / perBurst) * BURST_MS,
      };
    }
    case 'poisson':
      return new PoissonPace(perSecond, seed);
  }
}

/** Whole numbers from 0 that are below; what rounding makes of a whole number is that number. */
function countBelow(value: number): number {
  return Math.max(0, Math.ceil(value - 1e-6));
}
