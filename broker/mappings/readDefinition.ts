import type { MappingDefinition } from '../protocol/functionDefinition.ts';
import { DEFAULT_POLLERS } from '../protocol/mappingLimits.ts';
import { DEFAULT_SETTINGS, type MappingSettings } from './mapping.ts';

/** What a mapping of a file is set to. */
export function readDefinition(definition: MappingDefinition): MappingSettings {
  const { provisionedPollers } = definition;
  return {
    ...DEFAULT_SETTINGS,
    isEnabled: definition.enabled ?? DEFAULT_SETTINGS.isEnabled,
    batchSize: definition.batchSize ?? DEFAULT_SETTINGS.batchSize,
    windowSeconds: definition.window ?? DEFAULT_SETTINGS.windowSeconds,
    patterns: definition.filters ?? DEFAULT_SETTINGS.patterns,
    reportsItemFailures: definition.reportBatchItemFailures ?? DEFAULT_SETTINGS.reportsItemFailures,
    maximumConcurrency: definition.maximumConcurrency,
    provisioned: provisionedPollers && {
      minimum: provisionedPollers.minimum ?? DEFAULT_POLLERS.minimum,
      maximum: provisionedPollers.maximum ?? DEFAULT_POLLERS.maximum,
    },
  };
}
