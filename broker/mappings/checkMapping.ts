import type { Queue } from '../engine/state/queue.ts';
import { findMappingConflicts, type MappingConflict } from '../protocol/mappingConflicts.ts';
import { DEFAULT_POLLERS } from '../protocol/mappingLimits.ts';
import type { MappingSettings } from './mapping.ts';
import { MAPPING_TEXTS, type MappingRefusal, refuseValue } from './refusal.ts';

/** Of provisioned mode; other event sources may have one. */
const MINIMUM_POLLERS = 2;

const MEMBERS: Readonly<Record<MappingConflict, string>> = {
  fifoBatch: 'BatchSize',
  fifoWindow: 'MaximumBatchingWindowInSeconds',
  windowTooShort: 'MaximumBatchingWindowInSeconds',
  concurrencyAndPollers: 'ProvisionedPollerConfig',
  pollersReversed: 'ProvisionedPollerConfig',
};

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
  const members = {
    ...settings,
    window: settings.windowSeconds,
    provisionedPollers: settings.provisioned,
  };
  const [conflict] = findMappingConflicts(members, queue?.isFifo === true);
  if (conflict !== undefined) return refuseValue(MAPPING_TEXTS[conflict], MEMBERS[conflict]);
  const { provisioned: { minimum, maximum } = DEFAULT_POLLERS } = settings;
  if (Math.min(minimum, maximum) < MINIMUM_POLLERS)
    return refuseValue(MAPPING_TEXTS.tooFewPollers, 'ProvisionedPollerConfig');
  if (!settings.patterns.every(isPattern)) return refuseValue(MAPPING_TEXTS.badPattern, 'FilterCriteria');
  if (queue === undefined || timeoutSeconds === undefined) return undefined;
  const { visibilitySeconds } = queue.settings;
  if (visibilitySeconds >= timeoutSeconds) return undefined;
  return refuseValue(MAPPING_TEXTS.visibilityTooShort(visibilitySeconds, timeoutSeconds), 'FunctionName');
}
