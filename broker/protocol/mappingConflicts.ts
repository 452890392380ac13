import { DEFAULT_POLLERS, MAPPING_DEFAULTS } from './mappingLimits.ts';

/** Messages of a batch without a window, and of every batch of a FIFO queue. */
export const MAXIMUM_SMALL_BATCH = 10;

/** What members of a mapping say together that cannot be. */
export type MappingConflict =
  | 'fifoBatch'
  | 'fifoWindow'
  | 'windowTooShort'
  | 'concurrencyAndPollers'
  | 'pollersReversed';

/** The members of a mapping that may contradict each other; absent ones have the default values. */
interface MappingMembers {
  readonly batchSize?: number | undefined;
  /** s */
  readonly window?: number | undefined;
  readonly maximumConcurrency?: number | undefined;
  readonly provisionedPollers?:
    | { readonly minimum?: number | undefined; readonly maximum?: number | undefined }
    | undefined;
}

/** Finds all contradictions, in the order in which the service names them (docs/functions.md#what-is-rejected). */
export function findMappingConflicts(
  { batchSize, window, maximumConcurrency, provisionedPollers }: MappingMembers,
  isFifo: boolean,
): readonly MappingConflict[] {
  const found: MappingConflict[] = [];
  const isLarge = (batchSize ?? MAPPING_DEFAULTS.batchSize) > MAXIMUM_SMALL_BATCH;
  const hasWindow = (window ?? MAPPING_DEFAULTS.window) > 0;
  if (isFifo && isLarge) found.push('fifoBatch');
  else if (isFifo && hasWindow) found.push('fifoWindow');
  else if (isLarge && !hasWindow) found.push('windowTooShort');
  if (provisionedPollers === undefined) return found;
  const { minimum = DEFAULT_POLLERS.minimum, maximum = DEFAULT_POLLERS.maximum } = provisionedPollers;
  if (maximumConcurrency !== undefined) found.push('concurrencyAndPollers');
  if (minimum > maximum) found.push('pollersReversed');
  return found;
}
