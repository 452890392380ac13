import type { Mapping, MappingState } from '../mappings/mapping.ts';

/**
 * EventSourceMappingConfiguration, as the service answers it for queues (docs/functions.md#the-api): what is not set is left
 * out, but for the first ten members.
 */
export function describeMapping(mapping: Mapping, state: MappingState): object {
  const { settings } = mapping;
  const { patterns, maximumConcurrency, provisioned, metrics, kmsKeyArn } = settings;
  return {
    UUID: mapping.id,
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.windowSeconds,
    EventSourceArn: mapping.queueArn,
    FunctionArn: mapping.functionArn,
    LastModified: mapping.modifiedAt / 1000,
    State: state,
    StateTransitionReason: 'USER_INITIATED',
    FunctionResponseTypes: settings.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
    EventSourceMappingArn: mapping.arn,
    ...(patterns.length > 0 && {
      FilterCriteria: { Filters: patterns.map((Pattern) => ({ Pattern })) },
    }),
    ...(maximumConcurrency !== undefined && { ScalingConfig: { MaximumConcurrency: maximumConcurrency } }),
    ...(provisioned && {
      ProvisionedPollerConfig: {
        MinimumPollers: provisioned.minimum,
        MaximumPollers: provisioned.maximum,
      },
    }),
    ...(metrics && { MetricsConfig: { Metrics: metrics } }),
    ...(kmsKeyArn !== undefined && { KMSKeyArn: kmsKeyArn }),
  };
}
