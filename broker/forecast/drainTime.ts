import { measureUtilisation, type Station } from './meanWait.ts';

/** How long it takes until a backlog is gone, ms. */
export interface DrainTime {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * How long it takes until so many waiting messages are received, while others arrive; undefined if the consumers cannot keep
 * up. The backlog is a random walk with a drift: its first passage of zero has this mean and this variance (D. R. Cox, H. D.
 * Miller, The Theory of Stochastic Processes, 1965, chapter 5).
 */
export function forecastDrain(station: Station, messages: number): DrainTime | undefined {
  const { consumers, arrivalsPerMs, handlingMs, arrivalVariation, handlingVariation } = station;
  if (measureUtilisation(station) >= 1) return undefined;
  if (handlingMs === 0) return { mean: 0, deviation: 0 };
  const handledPerMs = consumers / handlingMs;
  const driftPerMs = handledPerMs - arrivalsPerMs;
  const spread = arrivalsPerMs * arrivalVariation + handledPerMs * handlingVariation;
  const mean = messages / driftPerMs;
  return { mean, deviation: Math.sqrt((mean * spread) / driftPerMs ** 2) };
}
