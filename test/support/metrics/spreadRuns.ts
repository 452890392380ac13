import type { Run } from '../../../broker/metrics/chunk.ts';
import { ageBy, type Period } from '../../../broker/metrics/period.ts';

/** The periods of runs, one by one. */
export function spreadRuns(runs: Iterable<Run>, periodMs: number): { start: number; period: Period }[] {
  return [...runs].flatMap(({ start, period, count }) =>
    Array.from({ length: count }, (_, index) => {
      const each = period.slice();
      ageBy(each, (index * periodMs) / 1000);
      return { start: start + index * periodMs, period: each };
    }),
  );
}
