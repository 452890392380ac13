import type { Arrivals } from './arrivals.ts';

/** Whether the past of a queue says something about its future. */
export type Steadiness =
  | { readonly kind: 'steady' }
  /** `dispersion`: variance over mean of the counts, or squared variation of the gaps: 1 for Poisson arrivals. */
  | { readonly kind: 'bursts'; readonly dispersion: number }
  /** `change`: of the rate from the beginning to the end, as a share of the mean rate. */
  | { readonly kind: 'ramp'; readonly change: number };

/** Of the standard normal distribution: one steady queue in a thousand is called a ramp. */
const TREND_Z = 3.29;
/** A change that is certain and smaller than this does not matter to a forecast. */
const LEAST_CHANGE = 0.25;
/** Up to this, the two-moment correction follows; beyond it, arrivals depend on each other. */
const LARGEST_DISPERSION = 3;
/** Numbers of windows that counts are compared in, from a slow change to a fast one. */
const SPLITS = [8, 16, 32, 64, 128, 256, 512];
/** Counts of fewer say little. */
const LEAST_PER_WINDOW = 5;
/** One in ten thousand: seven splits are looked at. */
const DISPERSION_Z = 3.72;

/** Judges arrivals, at least a few dozen. docs/forecast.md says why these tests. */
export function judgeSteadiness(arrivals: Arrivals): Steadiness {
  const dispersion = findDispersion(arrivals);
  const change = measureChange(arrivals, Math.max(1, arrivals.gaps.squaredVariation));
  // A ramp is dispersed too, if it is looked at in few windows.
  if (change !== undefined) return { kind: 'ramp', change };
  return dispersion === undefined ? { kind: 'steady' } : { kind: 'bursts', dispersion };
}

/**
 * The Laplace test for a trend: the mean of the times of Poisson arrivals is normally distributed about the middle (D. R.
 * Cox, P. A. W. Lewis, The Statistical Analysis of Series of Events, 1966). More irregular arrivals spread it more.
 */
function measureChange({ centre, count }: Arrivals, dispersion: number): number | undefined {
  const z = (centre - 0.5) * Math.sqrt((12 * count) / dispersion);
  // The centre of a rate that changes evenly by this share.
  const change = 12 * (centre - 0.5);
  return Math.abs(z) > TREND_Z && Math.abs(change) >= LEAST_CHANGE ? change : undefined;
}

/** The dispersion if it is too large. */
function findDispersion({ gaps, windows, count }: Arrivals): number | undefined {
  const found = SPLITS.filter((parts) => count / parts >= LEAST_PER_WINDOW)
    .map((parts) => measureDispersion(windows.split(parts)))
    .filter((dispersion) => dispersion !== undefined);
  if (gaps.squaredVariation > LARGEST_DISPERSION) found.push(gaps.squaredVariation);
  return found.length === 0 ? undefined : Math.max(...found);
}

/**
 * The index of dispersion of counts, if it is larger than {@link LARGEST_DISPERSION} and than chance explains, and if it
 * matters: with many counts, small changes of the rate are certain. Of Poisson arrivals, it is distributed as chi-squared over its degrees of freedom. The quantile is that of E. B. Wilson and M. M.
 * Hilferty (1931).
 */
function measureDispersion(counts: readonly number[]): number | undefined {
  const freedom = counts.length - 1;
  if (freedom < 3) return undefined;
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const squares = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0);
  const dispersion = squares / freedom / mean;
  const spread = 2 / (9 * freedom);
  const limit = (1 - spread + DISPERSION_Z * Math.sqrt(spread)) ** 3;
  // The variance of a rate that changes evenly by the least change, over its squared mean.
  const isLarge = (dispersion - 1) / mean >= LEAST_CHANGE ** 2 / 12;
  return isLarge && dispersion > Math.max(LARGEST_DISPERSION, limit) ? dispersion : undefined;
}
