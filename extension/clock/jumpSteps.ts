import type { QueueMessages } from '../../broker/protocol/clock.ts';

/** A jump of the clock that a list offers. */
export interface JumpStep {
  /** What it would end; undefined: that is not known before its length is. */
  readonly ending: readonly QueueMessages[] | undefined;
}

/**
 * The order in which jumps are offered, so that what a list preselects ends no message: those that do come behind all
 * others.
 */
export function orderSteps<T extends JumpStep>(
  steps: readonly T[],
): {
  readonly harmless: readonly T[];
  readonly ending: readonly T[];
} {
  const ends = ({ ending }: T): boolean => ending !== undefined && ending.length > 0;
  return { harmless: steps.filter((step) => !ends(step)), ending: steps.filter(ends) };
}
