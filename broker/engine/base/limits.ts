import { NUMBER_ATTRIBUTES, RECEIVE_COUNT_RANGE } from '../../api/queueAttributes.ts';

/** The numbers of the service that a profile may change. Sizes in bytes, times in the unit of their name. */
export interface Limits {
  /** Largest MaximumMessageSize, and its default. */
  readonly messageBytes: number;
  /** Largest sum of sizes of one batch. */
  readonly batchBytes: number;
  readonly batchEntries: number;
  readonly messageAttributes: number;
  /** Messages in flight in one queue. */
  readonly inFlightStandard: number;
  readonly inFlightFifo: number;
  /** How long a second PurgeQueue is refused. */
  readonly purgeIntervalMs: number;
  /** How long the name of a deleted queue is blocked. */
  readonly recreateIntervalMs: number;
}

export type LimitsProfile = 'strict' | 'classic' | 'relaxed';

const MINUTE_MS = 60_000;

const strict: Limits = {
  messageBytes: 1_048_576,
  batchBytes: 1_048_576,
  batchEntries: 10,
  messageAttributes: 10,
  inFlightStandard: 120_000,
  inFlightFifo: 120_000,
  purgeIntervalMs: MINUTE_MS,
  recreateIntervalMs: MINUTE_MS,
};

/**
 * `strict`: Amazon SQS today (contract §0). `classic`: as described in its documentation before August 2025 and in exam
 * notes. `relaxed`: bounded by memory only; batches keep their ten entries because SDKs count on it.
 */
export const LIMITS: Readonly<Record<LimitsProfile, Limits>> = {
  strict,
  classic: { ...strict, messageBytes: 262_144, batchBytes: 262_144, inFlightFifo: 20_000 },
  relaxed: {
    ...strict,
    messageBytes: 64 * 1_048_576,
    batchBytes: 64 * 1_048_576,
    messageAttributes: 1000,
    inFlightStandard: Number.MAX_SAFE_INTEGER,
    inFlightFifo: Number.MAX_SAFE_INTEGER,
    purgeIntervalMs: 0,
    recreateIntervalMs: 0,
  },
};

/** Ranges that no profile changes (contract §0, §4.1). */
export const RANGES = {
  visibilitySeconds: NUMBER_ATTRIBUTES.VisibilityTimeout,
  delaySeconds: NUMBER_ATTRIBUTES.DelaySeconds,
  retentionSeconds: NUMBER_ATTRIBUTES.MessageRetentionPeriod,
  waitSeconds: NUMBER_ATTRIBUTES.ReceiveMessageWaitTimeSeconds,
  maximumMessageBytes: NUMBER_ATTRIBUTES.MaximumMessageSize,
  kmsReuseSeconds: NUMBER_ATTRIBUTES.KmsDataKeyReusePeriodSeconds,
  receiveMessages: { min: 1, max: 10 },
  maxReceiveCount: RECEIVE_COUNT_RANGE,
} as const;

/** Queues of all accounts and regions together. The service has no such limit; here their settings live in memory. */
export const MAX_QUEUES = 20_000;

/** FIFO deduplication and receive-attempt windows (contract §6.8). */
export const DEDUPLICATION_WINDOW_MS = 5 * MINUTE_MS;
