import type { Queue } from '../engine/state/queue.ts';
import type { MappingSettings } from './mapping.ts';
import { MAPPING_TEXTS, type MappingRefusal, refuseValue } from './refusal.ts';

/** Messages of a batch without a window, and of every batch of a FIFO queue. */
export const MAXIMUM_SMALL_BATCH = 10;

/** Of provisioned mode; other event sources may have one. */
const MINIMUM_POLLERS = 2;

/** What a mapping connects; a member is undefined where nothing of that name exists any more. */
export interface MappingEnds {
  readonly queue: Pick<Queue, 'isFifo' | 'settings'> | undefined;
  /** s. */
  readonly timeoutSeconds: number | undefined;
}

/**
 * Checks what the members of a mapping say together, and what they say about its queue and function
 * (docs/functions.md#what-is-rejected). The range of each member alone is checked before.
 * @param isPattern whether a text is an event pattern
 */
export function checkMapping(
  settings: MappingSettings,
  { queue, timeoutSeconds }: MappingEnds,
  isPattern: (text: string) => boolean,
): MappingRefusal | undefined {
  const { batchSize, windowSeconds, maximumConcurrency, provisioned } = settings;
  if (queue?.isFifo === true) {
    if (batchSize > MAXIMUM_SMALL_BATCH) return refuseValue(MAPPING_TEXTS.fifoBatch, 'BatchSize');
    if (windowSeconds > 0) return refuseValue(MAPPING_TEXTS.fifoWindow, 'MaximumBatchingWindowInSeconds');
  }
  if (batchSize > MAXIMUM_SMALL_BATCH && windowSeconds === 0) {
    return refuseValue(MAPPING_TEXTS.windowTooShort, 'MaximumBatchingWindowInSeconds');
  }
  if (provisioned !== undefined) {
    if (maximumConcurrency !== undefined)
      return refuseValue(MAPPING_TEXTS.concurrencyAndPollers, 'ProvisionedPollerConfig');
    if (Math.min(provisioned.minimum, provisioned.maximum) < MINIMUM_POLLERS)
      return refuseValue(MAPPING_TEXTS.tooFewPollers, 'ProvisionedPollerConfig');
    if (provisioned.minimum > provisioned.maximum)
      return refuseValue(MAPPING_TEXTS.pollersReversed, 'ProvisionedPollerConfig');
  }
  if (!settings.patterns.every(isPattern)) return refuseValue(MAPPING_TEXTS.badPattern, 'FilterCriteria');
  if (queue === undefined || timeoutSeconds === undefined) return undefined;
  const { visibilitySeconds } = queue.settings;
  if (visibilitySeconds >= timeoutSeconds) return undefined;
  return refuseValue(MAPPING_TEXTS.visibilityTooShort(visibilitySeconds, timeoutSeconds), 'FunctionName');
}
