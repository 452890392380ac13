/**
 * What a queue holds at one moment, as the gauges of CloudWatch show it (docs/metrics.md): a number for each of
 * {@link LEVELS} and of {@link OLDEST}; NaN where the queue has no such thing.
 */
export type Levels = Float64Array;

/** The gauges that are counts. Those of quiet groups are of fair queues only, and `inFlightGroups` of FIFO queues. */
export const LEVELS = [
  'visible',
  'inFlight',
  'delayed',
  'inFlightGroups',
  'noisyGroups',
  'quietVisible',
  'quietInFlight',
  'quietDelayed',
] as const;

/** Behind them: when the messages were sent whose ages the queue shows, epoch ms. */
export const OLDEST = ['oldest', 'quietOldest'] as const;

export const LEVEL_COUNT = LEVELS.length;

/** An empty standard queue without groups. */
export function startLevels(): Levels {
  const levels = new Float64Array(LEVEL_COUNT + OLDEST.length).fill(NaN);
  levels.fill(0, 0, LEVELS.indexOf('inFlightGroups'));
  return levels;
}
