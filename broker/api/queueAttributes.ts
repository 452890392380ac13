/*
 * What the attributes and tags of a queue may be, as data (contract §0, §4.1): the rules of the queues check by it, and the
 * queue editor asks by it. There is no other list of these numbers.
 */

/** An attribute that is a whole number. */
export interface NumberAttribute {
  readonly unit: 'seconds' | 'bytes';
  readonly min: number;
  /** Absent: the limit that the broker has for messages. */
  readonly max?: number;
  /** Of a new queue; absent: as `max`. */
  readonly default?: number;
}

export const NUMBER_ATTRIBUTES = {
  VisibilityTimeout: { unit: 'seconds', min: 0, max: 43_200, default: 30 },
  MessageRetentionPeriod: { unit: 'seconds', min: 60, max: 1_209_600, default: 345_600 },
  DelaySeconds: { unit: 'seconds', min: 0, max: 900, default: 0 },
  ReceiveMessageWaitTimeSeconds: { unit: 'seconds', min: 0, max: 20, default: 0 },
  MaximumMessageSize: { unit: 'bytes', min: 1024 },
  KmsDataKeyReusePeriodSeconds: { unit: 'seconds', min: 60, max: 86_400, default: 300 },
} as const satisfies Readonly<Record<string, NumberAttribute>>;

export type NumberAttributeName = keyof typeof NUMBER_ATTRIBUTES;

/** The first of each is the default. */
export const DEDUPLICATION_SCOPES = ['queue', 'messageGroup'] as const;
export const THROUGHPUT_LIMITS = ['perQueue', 'perMessageGroupId'] as const;
export const REDRIVE_PERMISSIONS = ['allowAll', 'denyAll', 'byQueue'] as const;

/** Of a redrive policy. */
export const RECEIVE_COUNT_RANGE = { min: 1, max: 1000 } as const;
/** Source queues that a redrive allow policy may name. */
export const MAXIMUM_SOURCE_QUEUES = 10;

export const TAG_LIMITS = { count: 50, keyCharacters: 128, valueCharacters: 256 } as const;

/** Everything that SetQueueAttributes takes, in the order in which the editor shows it. */
export const SETTABLE_ATTRIBUTES = [
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'DelaySeconds',
  'ReceiveMessageWaitTimeSeconds',
  'MaximumMessageSize',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'SqsManagedSseEnabled',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'Policy',
] as const;

export type SettableAttribute = (typeof SETTABLE_ATTRIBUTES)[number];

export function isSettable(name: string): name is SettableAttribute {
  return (SETTABLE_ATTRIBUTES as readonly string[]).includes(name);
}
