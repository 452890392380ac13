import { type NoParams, notification, request } from './method.ts';

/** What can go wrong on purpose. */
export const FAULT_KINDS = [
  'duplicate',
  'shuffle',
  'delay',
  'miss',
  'throttle',
  'error',
  'slow',
  'drop',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** Calls that a fault may hit; absent lists mean all of them. */
export const FAULTY_ACTIONS = [
  'SendMessage',
  'SendMessageBatch',
  'ReceiveMessage',
  'DeleteMessage',
  'DeleteMessageBatch',
  'ChangeMessageVisibility',
  'ChangeMessageVisibilityBatch',
] as const;

export type FaultyAction = (typeof FAULTY_ACTIONS)[number];

/** Errors of the service that make sense to inject, by their Query code. */
export const FAULT_ERRORS = [
  'InternalError',
  'ServiceUnavailable',
  'RequestThrottled',
  'ThrottlingException',
  'OverLimit',
  'AccessDenied',
  'ExpiredToken',
  'KmsThrottled',
  'ReceiptHandleIsInvalid',
  'NonExistentQueue',
] as const;

export type FaultError = (typeof FAULT_ERRORS)[number];

/** Longest lateness of a message, ms: the longest delay of the service. */
export const MAXIMUM_FAULT_DELAY_MS = 900_000;
/** Longest lateness of an answer, ms. */
export const MAXIMUM_SLOW_MS = 60_000;
export const MAXIMUM_FAULT_SEED = 2 ** 32 - 1;
export const DEFAULT_FAULT_SEED = 1;

/**
 * The faults of one queue. Rates are chances from 0 to 1, drawn for each message or call. Absent, 0 and false: off.
 * Standard queues only: `duplicateRate`, `shuffle`, `missRate`; on FIFO queues the service promises what these break.
 */
export interface QueueFaults {
  /** Of a deletion: it is answered and the message stays, to be delivered once more. */
  readonly duplicateRate?: number;
  /** Deliver in random order. */
  readonly shuffle?: boolean;
  /** Each message becomes visible up to so many ms late, 0-900,000. */
  readonly delayMs?: number;
  /** Of a short poll: it finds nothing although there is something, as when Amazon SQS asks only some of its servers. */
  readonly missRate?: number;
  /** Of a call: it is refused with RequestThrottled. */
  readonly throttleRate?: number;
  /** Of a call: it is refused with {@link errorCode}; nothing is done. */
  readonly errorRate?: number;
  /** Default: `InternalError`. */
  readonly errorCode?: FaultError;
  /** Of a call: its answer comes {@link slowMs} late. */
  readonly slowRate?: number;
  /** 0-60,000; default 1,000. */
  readonly slowMs?: number;
  /** Of a call: it is done, and the connection closes without an answer, so that the client tries again. */
  readonly dropRate?: number;
  /** Calls that throttle, error, slow and drop may hit. Default: all of {@link FAULTY_ACTIONS}. */
  readonly actions?: readonly FaultyAction[];
}

/** Faults in force. */
export interface FaultPlan {
  readonly queueArn: string;
  readonly faults: QueueFaults;
  /** Start of the random numbers: the same seed and the same calls give the same faults. */
  readonly seed: number;
  /** Stays in force when the broker starts again. */
  readonly keep: boolean;
  /** The source of the definitions that put it in force; absent: a client did, by {@link setFaults}. */
  readonly definedIn?: string;
  /** Faults injected so far, by kind. */
  readonly injected: Readonly<Partial<Record<FaultKind, number>>>;
}

export interface SetFaultsParams {
  readonly queueArn: string;
  /** Replaces all faults of the queue; none of them on: ends the plan. */
  readonly faults: QueueFaults;
  /** 0 to {@link MAXIMUM_FAULT_SEED}; default: {@link DEFAULT_FAULT_SEED}. The random numbers start anew with every set. */
  readonly seed?: number;
  /** Default: false. */
  readonly keep?: boolean;
}

export interface ClearFaultsParams {
  /** Absent: of all queues. */
  readonly queueArn?: string;
}

export interface FaultsChangedParams {
  readonly plans: readonly FaultPlan[];
}

export const listFaults = request<NoParams, FaultsChangedParams>('queueside/faults/list');
/** Puts a plan in force; every fault that it injects is a `fault` event of the trace. */
export const setFaults = request<SetFaultsParams, FaultsChangedParams>('queueside/faults/set');
export const clearFaults = request<ClearFaultsParams, FaultsChangedParams>('queueside/faults/clear');
/** To every session, after plans were set or cleared; counts alone are not told. */
export const faultsChanged = notification<FaultsChangedParams>('queueside/faults/changed');
