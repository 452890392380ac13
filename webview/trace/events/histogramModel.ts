/** Events over time, in equal steps; what the chart draws. */
export interface Histogram {
  /** Start of each bucket, epoch ms. */
  readonly starts: readonly number[];
  readonly counts: readonly number[];
  readonly stepMs: number;
}

const STEPS_MS = [
  100, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000,
  21_600_000, 86_400_000,
] as const;

/** Counts times into at most about `targetBuckets` buckets of a round length that span all of them. */
export function countOverTime(times: ArrayLike<number>, targetBuckets: number): Histogram {
  let oldest = Infinity;
  let newest = -Infinity;
  for (let index = 0; index < times.length; index += 1) {
    const time = times[index] ?? 0;
    if (time < oldest) oldest = time;
    if (time > newest) newest = time;
  }
  if (times.length === 0) return { starts: [], counts: [], stepMs: 1_000 };
  const stepMs = chooseStep((newest - oldest) / targetBuckets);
  const base = Math.floor(oldest / stepMs) * stepMs;
  const bucketCount = Math.floor((newest - base) / stepMs) + 1;
  const counts = Array.from({ length: bucketCount }, () => 0);
  for (let index = 0; index < times.length; index += 1) {
    const bucket = Math.floor(((times[index] ?? 0) - base) / stepMs);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return { starts: counts.map((_, bucket) => base + bucket * stepMs), counts, stepMs };
}

function chooseStep(smallestMs: number): number {
  const round = STEPS_MS.find((step) => step >= smallestMs);
  const day = STEPS_MS[STEPS_MS.length - 1] ?? 86_400_000;
  return round ?? Math.ceil(smallestMs / day) * day;
}
