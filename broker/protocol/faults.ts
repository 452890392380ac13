import { actionsWith } from '../api/actions.ts';
import { NAME } from './commonShapes.ts';
import { NO_PARAMS, notification, type ParamsOf, request, type } from './method.ts';
import { listOf, number, oneOf, optional, shape, type TypeOf, wholeNumber, yesOrNo } from './shape.ts';

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
export const FAULTY_ACTIONS = actionsWith({ isFaultable: true });

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

const RATE = number(0, 1);
export const FAULT_ERROR = oneOf(FAULT_ERRORS);
export const FAULTY_ACTION = oneOf(FAULTY_ACTIONS);

/** Start of the random numbers. */
export const FAULT_SEED = wholeNumber(0, MAXIMUM_FAULT_SEED);

/**
 * The faults of one queue. Rates are chances from 0 to 1, drawn for each message or call. Absent, 0 and false: off.
 * Standard queues only: `duplicateRate`, `shuffle`, `missRate`; on FIFO queues the service promises what these break.
 */
export const QUEUE_FAULTS = shape({
  /** Of a deletion: it is answered and the message stays, to be delivered once more. */
  duplicateRate: optional(RATE),
  /** Deliver in random order. */
  shuffle: optional(yesOrNo()),
  /** Each message becomes visible up to so many ms late. */
  delayMs: optional(wholeNumber(0, MAXIMUM_FAULT_DELAY_MS)),
  /** Of a short poll: it finds nothing although there is something, as when Amazon SQS asks only some of its servers. */
  missRate: optional(RATE),
  /** Of a call: it is refused with RequestThrottled. */
  throttleRate: optional(RATE),
  /** Of a call: it is refused with `errorCode`; nothing is done. */
  errorRate: optional(RATE),
  /** Default: `InternalError`. */
  errorCode: optional(FAULT_ERROR),
  /** Of a call: its answer comes `slowMs` late. */
  slowRate: optional(RATE),
  /** Default: 1,000. */
  slowMs: optional(wholeNumber(0, MAXIMUM_SLOW_MS)),
  /** Of a call: it is done, and the connection closes without an answer, so that the client tries again. */
  dropRate: optional(RATE),
  /** Calls that throttle, error, slow and drop may hit. Default: all of {@link FAULTY_ACTIONS}. */
  actions: optional(listOf(FAULTY_ACTION, FAULTY_ACTIONS.length)),
});

export type QueueFaults = TypeOf<typeof QUEUE_FAULTS>;

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

export interface FaultsChangedParams {
  readonly plans: readonly FaultPlan[];
}

/** Reads the faults in force, with the number of faults injected so far. */
export const listFaults = request('queueside/faults/list', {
  params: NO_PARAMS,
  result: type<FaultsChangedParams>(),
  stores: 'nothing',
});

/**
 * Replaces the faults of one queue; when none is on, its plan ends. Chances are drawn from random numbers that start at
 * `seed`: the same calls meet the same faults. Plans end with the broker unless `keep` is set. Duplicates, shuffling and
 * misses are refused on FIFO queues, which promise that these do not happen.
 */
export const setFaults = request('queueside/faults/set', {
  params: shape({
    queueArn: NAME,
    /** Replaces all faults of the queue; none of them on: ends the plan. */
    faults: QUEUE_FAULTS,
    /** Default: {@link DEFAULT_FAULT_SEED}. The random numbers start anew with every set. */
    seed: optional(FAULT_SEED),
    /** Default: false. */
    keep: optional(yesOrNo()),
  }),
  result: type<FaultsChangedParams>(),
  stores: 'journal',
});

export type SetFaultsParams = ParamsOf<typeof setFaults>;

/** Ends the plan of a queue; without a queue, all plans. */
export const clearFaults = request('queueside/faults/clear', {
  params: shape({
    /** Absent: of all queues. */
    queueArn: optional(NAME),
  }),
  result: type<FaultsChangedParams>(),
  stores: 'journal',
});

/** Sent to every initialized client after plans were set or cleared; counts alone are not told. */
export const faultsChanged = notification<FaultsChangedParams>('queueside/faults/changed');
