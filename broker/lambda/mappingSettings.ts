import type { ValueOf } from '../calls/shapes/shape.ts';
import type { WantedSettings } from '../mappings/mappingBook.ts';
import { DEFAULT_POLLERS } from '../protocol/mappingLimits.ts';
import { NOT_FOR_QUEUES, type OPERATIONS } from './operations.ts';
import { type Outcome, refuse, succeed } from './refusal.ts';

type SettingsInput = Omit<ValueOf<(typeof OPERATIONS)['UpdateEventSourceMapping']['input']>, 'UUID'>;

/**
 * What a call sets of a mapping: an absent member stays as it is, and an empty structure removes what it would set.
 * Errors: InvalidParameterValueException for what only other sources have.
 * @param given all members of the call, also those that have no shape
 */
export function readSettings(
  input: SettingsInput,
  given: Readonly<Record<string, unknown>>,
): Outcome<WantedSettings> {
  const wrong = NOT_FOR_QUEUES.find((name) => Object.hasOwn(given, name) && !isEmpty(given[name]));
  if (wrong !== undefined) {
    return refuse(
      'InvalidParameterValueException',
      `Unsupported ${wrong} parameter for given event source mapping type.`,
    );
  }
  const { Enabled, BatchSize, MaximumBatchingWindowInSeconds, FilterCriteria, FunctionResponseTypes } = input;
  const { ScalingConfig, ProvisionedPollerConfig, MetricsConfig, KMSKeyArn } = input;
  return succeed({
    ...(Enabled !== undefined && { isEnabled: Enabled }),
    ...(BatchSize !== undefined && { batchSize: BatchSize }),
    ...(MaximumBatchingWindowInSeconds !== undefined && {
      windowSeconds: MaximumBatchingWindowInSeconds,
    }),
    // A filter without a pattern is none that can be read.
    ...(FilterCriteria && {
      patterns: (FilterCriteria.Filters ?? []).map(({ Pattern = '' }) => Pattern),
    }),
    ...(FunctionResponseTypes && { reportsItemFailures: FunctionResponseTypes.length > 0 }),
    ...(ScalingConfig && { maximumConcurrency: ScalingConfig.MaximumConcurrency }),
    ...(ProvisionedPollerConfig && { provisioned: readPollers(ProvisionedPollerConfig) }),
    ...(MetricsConfig && { metrics: MetricsConfig.Metrics }),
    ...(KMSKeyArn !== undefined && { kmsKeyArn: KMSKeyArn === '' ? undefined : KMSKeyArn }),
  });
}

function readPollers({
  MinimumPollers,
  MaximumPollers,
}: NonNullable<SettingsInput['ProvisionedPollerConfig']>): WantedSettings['provisioned'] {
  if (MinimumPollers === undefined && MaximumPollers === undefined) return undefined;
  return {
    minimum: MinimumPollers ?? DEFAULT_POLLERS.minimum,
    maximum: MaximumPollers ?? DEFAULT_POLLERS.maximum,
  };
}

/** As tools write what they do not set. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}
