import type { MappingDefinition } from '../protocol/functionDefinition.ts';
import { DEFAULT_SETTINGS, type MappingSettings, type ProvisionedPollers } from './mapping.ts';

/** Of provisioned mode, where a call or a file does not say otherwise. */
export const DEFAULT_POLLERS: ProvisionedPollers = { minimum: 2, maximum: 200 };

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
