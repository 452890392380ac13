import { findTail } from './delayTail.ts';
import { waitChance } from './erlangC.ts';
import { forecastMeanWait, measureUtilisation, type Station } from './meanWait.ts';

/**
 * The wait that this share of the messages does not exceed, ms; undefined if the consumers cannot keep up. The chance of a
 * wait is that of M/M/c; the waits of those that have to wait have the mean that follows, and the variation of M/G/1
 * (W. Whitt, The Queueing Network Analyzer, Bell System Technical Journal 62, 1983), with the third moment as it was measured.
 * @param share such as 0.95
 */
export function forecastWait(station: Station, share: number): number | undefined {
  const mean = forecastMeanWait(station);
  if (mean === undefined) return undefined;
  const chance = waitChance(station.consumers, station.arrivalsPerMs * station.handlingMs);
  if (chance <= 1 - share) return 0;
  return findTail(mean / chance, measureTailVariation(station), (1 - share) / chance);
}

function measureTailVariation(station: Station): number {
  const utilisation = measureUtilisation(station);
  const { handlingThirdRatio, handlingVariation } = station;
  return (
    2 * utilisation - 1 + (4 * (1 - utilisation) * handlingThirdRatio) / (3 * (handlingVariation + 1) ** 2)
  );
}
