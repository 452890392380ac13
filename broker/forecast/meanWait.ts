import { waitChance } from './erlangC.ts';

/** A queue with consumers, as the formulas take it. */
export interface Station {
  readonly consumers: number;
  /** Per ms. */
  readonly arrivalsPerMs: number;
  /** Squared coefficient of variation of the gaps between arrivals. */
  readonly arrivalVariation: number;
  readonly handlingMs: number;
  /** Squared coefficient of variation of the handling times. */
  readonly handlingVariation: number;
  /** The third moment of the handling times over the third power of their mean. */
  readonly handlingThirdRatio: number;
}

/** Share of the consumers' time that is used; 1 and more: they cannot keep up. */
export function measureUtilisation({ consumers, arrivalsPerMs, handlingMs }: Station): number {
  return (arrivalsPerMs * handlingMs) / consumers;
}

/**
 * The mean wait, ms; undefined if the consumers cannot keep up. M/M/c, times the two-moment correction (A. O. Allen,
 * Probability, Statistics, and Queueing Theory, 2nd edition, 1990: "Allen-Cunneen"), which is J. F. C. Kingman's (1961) for
 * one consumer, times a factor for what it misses.
 */
export function forecastMeanWait(station: Station): number | undefined {
  const { consumers, arrivalsPerMs, handlingMs, arrivalVariation, handlingVariation } = station;
  const utilisation = measureUtilisation(station);
  if (utilisation >= 1) return undefined;
  const chance = waitChance(consumers, arrivalsPerMs * handlingMs);
  const markovian = (chance * handlingMs) / (consumers * (1 - utilisation));
  const factor =
    consumers === 1
      ? correctOne(utilisation, arrivalVariation, handlingVariation)
      : correctMany(utilisation, arrivalVariation, handlingVariation, consumers);
  return ((markovian * (arrivalVariation + handlingVariation)) / 2) * factor;
}

/** W. Kraemer, M. Langenbach-Belz (1976); 1 for Poisson arrivals, for which Pollaczek's and Khinchine's formula is exact. */
function correctOne(utilisation: number, arrivals: number, handling: number): number {
  if (arrivals >= 1 || utilisation === 0) return 1;
  return Math.exp((-2 * (1 - utilisation) * (1 - arrivals) ** 2) / (3 * utilisation * (arrivals + handling)));
}

/**
 * W. Whitt, Approximations for the GI/G/m queue, Production and Operations Management 2 (1993): it goes
 * between the exact M/M/m, G. P. Cosmetatos' M/D/m (1975) and D/M/m.
 */
function correctMany(utilisation: number, arrivals: number, handling: number, consumers: number): number {
  if (utilisation === 0) return 1;
  const idle = 1 - utilisation;
  const excess = Math.min(
    0.24,
    (idle * (consumers - 1) * (Math.sqrt(4 + 5 * consumers) - 2)) / (16 * consumers * utilisation),
  );
  const constantHandling = 1 + excess;
  const constantArrivals = (1 - 4 * excess) * Math.exp((-2 * idle) / (3 * utilisation));
  const between = Math.min(1, (constantHandling + constantArrivals) / 2);
  const variation = (arrivals + handling) / 2;
  const alike = variation >= 1 ? 1 : between ** (2 * (1 - variation));
  if (arrivals === handling) return alike;
  if (arrivals > handling) {
    const sum = 4 * arrivals - 3 * handling;
    return ((4 * (arrivals - handling)) / sum) * constantHandling + (handling / sum) * alike;
  }
  const sum = 2 * (arrivals + handling);
  return ((handling - arrivals) / sum) * constantArrivals + ((handling + 3 * arrivals) / sum) * alike;
}
