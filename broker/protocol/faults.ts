import { actionsWith } from '../api/actions.ts';
import { NAME } from './commonShapes.ts';
import { NO_PARAMS, notification, type ParamsOf, request, type } from './method.ts';
import { listOf, number, oneOf, optional, shape, type TypeOf, wholeNumber, yesOrNo } from './shape.ts';

interface FaultTraits {
  /** The member of {@link QUEUE_FAULTS} that turns it on: true, or more than 0. */
  readonly switch: string;
  /** It breaks what FIFO queues guarantee: only standard queues can have it. */
  readonly isUnordered?: true;
}

/** Kinds of injected faults. */
export const FAULTS = {
  duplicate: { switch: 'duplicateRate', isUnordered: true },
  shuffle: { switch: 'shuffle', isUnordered: true },
  delay: { switch: 'delayMs' },
  miss: { switch: 'missRate', isUnordered: true },
  throttle: { switch: 'throttleRate' },
  error: { switch: 'errorRate' },
  slow: { switch: 'slowRate' },
  drop: { switch: 'dropRate' },
} as const satisfies Readonly<Record<string, FaultTraits>>;

export type FaultKind = keyof typeof FAULTS;

export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultKind[];

/** Whether a fault breaks what FIFO queues guarantee: they cannot have it. */
export function isUnordered(kind: FaultKind): boolean {
  return 'isUnordered' in FAULTS[kind];
}

/** Calls that a fault can affect; without a list, all of them. */
export const FAULTY_ACTIONS = actionsWith({ isFaultable: true });

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

/** Longest extra delay of a message, ms: the longest delay of the service. */
export const MAXIMUM_FAULT_DELAY_MS = 900_000;
/** Longest delay of a response, ms. */
export const MAXIMUM_SLOW_MS = 60_000;
export const MAXIMUM_FAULT_SEED = 2 ** 32 - 1;
export const DEFAULT_FAULT_SEED = 1;

const RATE = number(0, 1);
export const FAULT_ERROR = oneOf(FAULT_ERRORS);
export const FAULTY_ACTION = oneOf(FAULTY_ACTIONS);

/** Start of the random numbers. */
export const FAULT_SEED = wholeNumber(0, MAXIMUM_FAULT_SEED);

/**
 * The faults of one queue. Rates are probabilities from 0 to 1 for each message or call. Absent, 0 and false: off.
 * Standard queues only: `duplicateRate`, `shuffle`, `missRate`, because FIFO queues guarantee what these break.
 */
export const QUEUE_FAULTS = shape({
  /** Probability that a deletion succeeds but the message is delivered again. Not on FIFO queues. */
  duplicateRate: optional(RATE),
  /** Deliver in random order. Not on FIFO queues. */
  shuffle: optional(yesOrNo()),
  /** Each message becomes visible up to this many milliseconds late: 0-900000. */
  delayMs: optional(wholeNumber(0, MAXIMUM_FAULT_DELAY_MS)),
  /** Probability that a short poll returns nothing even though messages are available. Not on FIFO queues. */
  missRate: optional(RATE),
  /** Probability that a call fails with RequestThrottled. */
  throttleRate: optional(RATE),
  /** Probability that a call fails with `errorCode` and does nothing. */
  errorRate: optional(RATE),
  /** The error of `errorRate`. */
  errorCode: optional(FAULT_ERROR),
  /** Probability that a response is delayed by `slowMs`. */
  slowRate: optional(RATE),
  /** Delay of slow responses in milliseconds: 0-60000. */
  slowMs: optional(wholeNumber(0, MAXIMUM_SLOW_MS)),
  /** Probability that a call succeeds but its connection closes without a response, so the client retries. */
  dropRate: optional(RATE),
  /** Calls that `throttleRate`, `errorRate`, `slowRate` and `dropRate` can affect; default: all of these. */
  actions: optional(listOf(FAULTY_ACTION, FAULTY_ACTIONS.length)),
});

export type QueueFaults = TypeOf<typeof QUEUE_FAULTS>;

/** The members that turn a fault on. */
export type FaultSwitch = (typeof FAULTS)[FaultKind]['switch'];

/** Whether a fault can happen. */
export function isFaultOn(faults: QueueFaults, kind: FaultKind): boolean {
  return Number(faults[FAULTS[kind].switch] ?? 0) > 0;
}

/** The active faults of a queue. */
export interface FaultPlan {
  readonly queueArn: string;
  readonly faults: QueueFaults;
  /** Start of the random numbers: the same seed and the same calls give the same faults. */
  readonly seed: number;
  /** Stays active when the broker restarts. */
  readonly keep: boolean;
  /** The source of the definitions that set it; absent: a client set it with {@link setFaults}. */
  readonly definedIn?: string;
  /** Faults injected so far, by kind. */
  readonly injected: Readonly<Partial<Record<FaultKind, number>>>;
}

export interface FaultsChangedParams {
  readonly plans: readonly FaultPlan[];
}

/** Reads the active faults, with the number of faults injected so far. */
export const listFaults = request('queueside/faults/list', {
  params: NO_PARAMS,
  result: type<FaultsChangedParams>(),
  stores: 'nothing',
});

/**
 * Replaces the faults of one queue; if none is on, its plan ends. The random numbers start at `seed`: the same calls
 * get the same faults. Plans end when the broker stops, unless `keep` is set. Duplicates, shuffling and misses are
 * rejected for FIFO queues, which guarantee that these do not happen.
 */
export const setFaults = request('queueside/faults/set', {
  params: shape({
    queueArn: NAME,
    /** Replaces all faults of the queue; none of them on: ends the plan. */
    faults: QUEUE_FAULTS,
    /** Default: {@link DEFAULT_FAULT_SEED}. Every call restarts the random numbers. */
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

/** Sent to every initialized client after plans were set or cleared, but not for changed counts alone. */
export const faultsChanged = notification<FaultsChangedParams>('queueside/faults/changed');
