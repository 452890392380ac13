import type { Limits } from '../base/limits.ts';

export type DeduplicationScope = 'queue' | 'messageGroup';
export const DEDUPLICATION_SCOPES: readonly DeduplicationScope[] = ['queue', 'messageGroup'];
export type FifoThroughputLimit = 'perQueue' | 'perMessageGroupId';

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
  readonly permission: 'allowAll' | 'denyAll' | 'byQueue';
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
    visibilitySeconds: 30,
    delaySeconds: 0,
    maximumMessageBytes: limits.messageBytes,
    retentionSeconds: 345_600,
    receiveWaitSeconds: 0,
    policy: undefined,
    redrivePolicy: undefined,
    redriveAllowPolicy: undefined,
    sqsManagedSse: true,
    kmsMasterKeyId: undefined,
    kmsReuseSeconds: 300,
    fifo: isFifo
      ? { contentBasedDeduplication: false, deduplicationScope: 'queue', throughputLimit: 'perQueue' }
      : undefined,
  };
}
