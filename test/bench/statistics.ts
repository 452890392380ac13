/** The value below which the given share (0-1) of the samples lie; NaN of none. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

/** Runs two measurements in turn, so that both see the same weather; returns the samples of each. */
export async function alternate(
  rounds: number,
  first: () => Promise<number>,
  second: () => Promise<number>,
): Promise<{ readonly first: number[]; readonly second: number[] }> {
  const samples = { first: [] as number[], second: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    samples.first.push(await first());
    samples.second.push(await second());
  }
  return samples;
}

/** The median of the ratios pair by pair. */
export function medianRatio(first: readonly number[], second: readonly number[]): number {
  return median(first.map((value, index) => value / (second[index] ?? Number.NaN)));
}
