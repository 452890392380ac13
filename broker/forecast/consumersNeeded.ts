import type { Station } from './meanWait.ts';
import { forecastWait } from './waitPercentile.ts';

export const MAXIMUM_CONSUMERS = 10_000;

/**
 * The fewest consumers with which this share of the messages waits at most `targetMs`; undefined if
 * {@link MAXIMUM_CONSUMERS} are not enough.
 */
export function findConsumersNeeded(station: Station, share: number, targetMs: number): number | undefined {
  const isEnough = (consumers: number): boolean => {
    const wait = forecastWait({ ...station, consumers }, share);
    return wait !== undefined && wait <= targetMs;
  };
  let enough = Math.max(1, Math.ceil(station.arrivalsPerMs * station.handlingMs));
  if (enough > MAXIMUM_CONSUMERS) return undefined;
  let tooFew = enough - 1;
  for (let step = 1; !isEnough(enough); step *= 2) {
    if (enough >= MAXIMUM_CONSUMERS) return undefined;
    tooFew = enough;
    enough = Math.min(MAXIMUM_CONSUMERS, enough + step);
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
