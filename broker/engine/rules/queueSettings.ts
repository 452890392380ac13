import {
  type DEDUPLICATION_SCOPES,
  NUMBER_ATTRIBUTES,
  type REDRIVE_PERMISSIONS,
  type THROUGHPUT_LIMITS,
} from '../../api/queueAttributes.ts';
import type { Limits } from '../base/limits.ts';

export type DeduplicationScope = (typeof DEDUPLICATION_SCOPES)[number];
export type FifoThroughputLimit = (typeof THROUGHPUT_LIMITS)[number];

/** What only FIFO queues have. */
export interface FifoSettings {
  readonly contentBasedDeduplication: boolean;
  readonly deduplicationScope: DeduplicationScope;
  readonly throughputLimit: FifoThroughputLimit;
}

export interface RedrivePolicy {
  readonly targetArn: string;
  /** 1-1000. */
  readonly maxReceiveCount: number;
}

export interface RedriveAllowPolicy {
  readonly permission: (typeof REDRIVE_PERMISSIONS)[number];
  /** 1-10 with `byQueue`, else none. */
  readonly sourceArns: readonly string[];
}

/** The settable attributes of a queue, parsed (contract §4.1). Replaced whole by a change, never mutated. */
export interface QueueSettings {
  readonly visibilitySeconds: number;
  readonly delaySeconds: number;
  readonly maximumMessageBytes: number;
  readonly retentionSeconds: number;
  readonly receiveWaitSeconds: number;
  /** JSON text as it was given. */
  readonly policy: string | undefined;
  readonly redrivePolicy: RedrivePolicy | undefined;
  readonly redriveAllowPolicy: RedriveAllowPolicy | undefined;
  readonly sqsManagedSse: boolean;
  readonly kmsMasterKeyId: string | undefined;
  readonly kmsReuseSeconds: number;
  readonly fifo: FifoSettings | undefined;
}

export function defaultSettings(isFifo: boolean, limits: Limits): QueueSettings {
  return {
    visibilitySeconds: NUMBER_ATTRIBUTES.VisibilityTimeout.default,
    delaySeconds: NUMBER_ATTRIBUTES.DelaySeconds.default,
    maximumMessageBytes: limits.messageBytes,
    retentionSeconds: NUMBER_ATTRIBUTES.MessageRetentionPeriod.default,
    receiveWaitSeconds: NUMBER_ATTRIBUTES.ReceiveMessageWaitTimeSeconds.default,
    policy: undefined,
    redrivePolicy: undefined,
    redriveAllowPolicy: undefined,
    sqsManagedSse: true,
    kmsMasterKeyId: undefined,
    kmsReuseSeconds: NUMBER_ATTRIBUTES.KmsDataKeyReusePeriodSeconds.default,
    fifo: isFifo
      ? { contentBasedDeduplication: false, deduplicationScope: 'queue', throughputLimit: 'perQueue' }
      : undefined,
  };
}
