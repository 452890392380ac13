/** What an invocation was like, as the service reports it at its end. */
export interface InvocationReport {
  readonly requestId: string;
  /** The name of the function. */
  readonly function: string;
  /** `<function> #<number>`. */
  readonly environment: string;
  /** Of the event source mapping that invoked it; absent: another caller. */
  readonly mappingId?: string;
  /** When its event was handed over, or its environment was started; epoch ms on the broker's clock. */
  readonly at: number;
  /** Its environment was started for it. */
  readonly isCold: boolean;
  /** How long the start of the environment took, ms of real time; only if `isCold`. */
  readonly initMs?: number;
  /** ms of real time, from the event to the end. */
  readonly durationMs: number;
  /** Whole ms: the duration, and the start of the environment. */
  readonly billedMs: number;
  readonly outcome: InvocationOutcome;
  /** MB: the memory size of the function. */
  readonly memory: number;
  /** The most memory that the process of the environment has used so far, MB; absent: not reported. */
  readonly usedMemory?: number;
}

/** Why a function failed, as its invoker sees it. */
export const FAILURE_KINDS = ['handlerError', 'timeout', 'exit', 'initError', 'responseTooLarge'] as const;
export type InvocationFailureKind = (typeof FAILURE_KINDS)[number];

export type InvocationOutcome = 'returned' | InvocationFailureKind;

/**
 * Why no filter of an event source mapping matches a message: by what it says, only by the form of its body, or because
 * each filter is about a field that the message does not have.
 */
export const FILTER_MISSES = ['noMatch', 'jsonBody', 'textBody', 'absentField'] as const;
export type FilterMiss = (typeof FILTER_MISSES)[number];

/** Why messages of a batch come again. */
export const ITEM_FAILURE_CAUSES = [
  /** The function reported these. */
  'reported',
  /** What it returned is no report of failures: all come again. */
  'notJson',
  'notAList',
  'noIdentifier',
  'unknownIdentifier',
  /** It failed: all come again. */
  'failed',
] as const;
export type ItemFailureCause = (typeof ITEM_FAILURE_CAUSES)[number];

/** Why a message was deleted although the function reported that it failed: its mapping does not read reports. */
export type IgnoredReportCause = 'unreadReport';

/** At most so many messages of a batch are named with its invocation. */
export const MAXIMUM_NAMED_MESSAGES = 100;
/** Of what an invocation wrote, so many lines are in the trace at most, each with so many UTF-16 units. */
export const MAXIMUM_TRACED_LINES = 10;
export const MAXIMUM_TRACED_LINE = 256;

/** An invocation in the trace. */
export interface InvokedFunction {
  readonly function: string;
  /** Its environment was started for it. */
  readonly isCold: boolean;
  /** Of the event source mapping that invoked it; absent: another caller. */
  readonly mappingId?: string;
  /** Messages in its event. */
  readonly messages: number;
  /** On `invoked`: the ids of the first 100 of them. */
  readonly messageIds?: readonly string[];
  /** On `invocationEnded` and `invocationFailed`. */
  readonly end?: InvocationFigures;
}

/** What an invocation was like; see {@link InvocationReport}. */
export type InvocationFigures = Pick<
  InvocationReport,
  'outcome' | 'durationMs' | 'billedMs' | 'initMs' | 'memory' | 'usedMemory'
> & {
  /** What its process wrote, as far as it has arrived: its last lines. */
  readonly lastLines: readonly string[];
};
