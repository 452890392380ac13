import { FAULT_SEED, MAXIMUM_SLOW_MS } from './faults.ts';
import { number, optional, shape, type TypeOf, wholeNumber } from './shape.ts';

/** Kinds of faults that are injected into the invocations of a function. */
export const FUNCTION_FAULT_KINDS = [
  'throttle',
  'slowStart',
  'timeout',
  'crashBefore',
  'crashAfter',
] as const;
export type FunctionFaultKind = (typeof FUNCTION_FAULT_KINDS)[number];

const RATE = number(0, 1);

/** The faults of one function. Rates are probabilities from 0 to 1 for each invocation. Absent and 0: off. */
export const FUNCTION_FAULTS = shape({
  /** Start of the random numbers: the same seed and the same invocations give the same faults. Default: 1. */
  seed: optional(FAULT_SEED),
  /** Probability that an invocation is throttled. */
  throttleRate: optional(RATE),
  /** Probability that the start of an environment takes `slowStartMs` longer. */
  slowStartRate: optional(RATE),
  /** By how much slow starts are slower, in milliseconds: 0-60000. Default: 5000. */
  slowStartMs: optional(wholeNumber(0, MAXIMUM_SLOW_MS)),
  /** Probability that the function works, but its invocation lasts until it times out. */
  timeoutRate: optional(RATE),
  /** Probability that the process is killed before it gets the event. */
  crashBeforeRate: optional(RATE),
  /** Probability that the process is killed when it has done its work, before its response is taken. */
  crashAfterRate: optional(RATE),
});

export type FunctionFaults = TypeOf<typeof FUNCTION_FAULTS>;
