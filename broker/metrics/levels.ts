/** What a queue holds at one moment, as the gauges of CloudWatch show it (metrics contract §1.1). */
export interface Levels {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Message groups with a message in flight; always 0 on a standard queue. */
  readonly inFlightGroups: number;
  /** When the message was sent whose age the queue shows, epoch ms; undefined without one. */
  readonly oldestSentAt: number | undefined;
}

/** The gauges that are counts. */
export const LEVELS = ['visible', 'inFlight', 'delayed', 'inFlightGroups'] as const;
export type LevelName = (typeof LEVELS)[number];

export const NO_LEVELS: Levels = {
  visible: 0,
  inFlight: 0,
  delayed: 0,
  inFlightGroups: 0,
  oldestSentAt: undefined,
};

export function isEmpty({ visible, inFlight, delayed }: Levels): boolean {
  return visible === 0 && inFlight === 0 && delayed === 0;
}
