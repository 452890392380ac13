import { MAPPING_DEFAULTS } from '../protocol/mappingLimits.ts';

/** How a mapping is being changed, or what it settled to (docs/functions.md#states-of-a-mapping). */
export const MAPPING_STATES = [
  'Creating',
  'Enabling',
  'Enabled',
  'Disabling',
  'Disabled',
  'Updating',
  'Deleting',
] as const;
export type MappingState = (typeof MAPPING_STATES)[number];

/** An account and a region. */
export interface MappingPlace {
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
}

/** Event pollers that are reserved for a mapping. */
export interface ProvisionedPollers {
  readonly minimum: number;
  readonly maximum: number;
}

/** What can be set of a mapping, in the ranges of {@link checkMapping}. */
export interface MappingSettings {
  readonly isEnabled: boolean;
  /** Messages; 1-10,000. */
  readonly batchSize: number;
  /** s; 0-300. */
  readonly windowSeconds: number;
  /** Event patterns as they were sent; none: all messages are taken. */
  readonly patterns: readonly string[];
  readonly reportsItemFailures: boolean;
  /** Batches at the same time; 2-1,000. Undefined: not limited by the mapping. */
  readonly maximumConcurrency: number | undefined;
  readonly provisioned: ProvisionedPollers | undefined;
  /** `MetricsConfig`: kept and answered. The counters are measured in any case. */
  readonly metrics: readonly string[] | undefined;
  /** Kept and answered; nothing is encrypted with it. */
  readonly kmsKeyArn: string | undefined;
}

export const DEFAULT_SETTINGS: MappingSettings = {
  isEnabled: MAPPING_DEFAULTS.enabled,
  batchSize: MAPPING_DEFAULTS.batchSize,
  windowSeconds: MAPPING_DEFAULTS.window,
  patterns: [],
  reportsItemFailures: MAPPING_DEFAULTS.reportBatchItemFailures,
  maximumConcurrency: undefined,
  provisioned: undefined,
  metrics: undefined,
  kmsKeyArn: undefined,
};

/** An event source mapping: a queue that invokes a function. */
export interface Mapping extends MappingPlace {
  /** A UUID. */
  readonly id: string;
  readonly arn: string;
  readonly queueArn: string;
  functionName: string;
  /** With the alias or version that was named. */
  functionArn: string;
  settings: MappingSettings;
  /** Epoch ms on the broker's clock. */
  modifiedAt: number;
  /** The definition of its function has it; otherwise, a program made it. */
  isDeclared: boolean;
  readonly tags: Map<string, string>;
}

export function mappingArnOf({ region, account }: MappingPlace, id: string): string {
  return `arn:aws:lambda:${region}:${account}:event-source-mapping:${id}`;
}

/** Undefined for an ARN of something else. */
export function findMappingId(arn: string): string | undefined {
  return /^arn:[\w-]+:lambda:[\w-]+:\d{12}:event-source-mapping:([\w-]+)$/.exec(arn)?.[1];
}

/** What a mapping is in when nothing changes it. */
export function settledState({ settings }: Pick<Mapping, 'settings'>): 'Enabled' | 'Disabled' {
  return settings.isEnabled ? 'Enabled' : 'Disabled';
}
