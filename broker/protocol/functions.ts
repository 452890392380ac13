import {
  FUNCTION_DEFINITION,
  FUNCTION_NAME,
  type FunctionDefinition,
  MAXIMUM_ENVIRONMENTS,
} from './functionDefinition.ts';
import { FUNCTION_FAULTS, type FunctionFaults } from './functionFaults.ts';
import { ENVIRONMENT_NUMBER, type FunctionOrderParams, LINES } from './functionOrders.ts';
import type { InvocationReport } from './invocation.ts';
import { MAXIMUM_PAYLOAD_BYTES } from './mappingLimits.ts';
import { NO_PARAMS, notification, request, type } from './method.ts';
import { optional, shape, text, wholeNumber, yesOrNo } from './shape.ts';

/**
 * What an environment of a function does (docs/functions.md): `starting` until its process asks for its first event; `idle`
 * while it waits for one; `busy` from then on until it asks for the next; `frozen` after it was idle for a while; `ending` once
 * it was asked to end; then `ended`.
 */
export const ENVIRONMENT_STATES = ['starting', 'idle', 'busy', 'frozen', 'ending', 'ended'] as const;
export type EnvironmentState = (typeof ENVIRONMENT_STATES)[number];

/** How an environment ended. */
export interface EnvironmentEnd {
  /** Epoch ms on the broker's clock. */
  readonly at: number;
  /** Absent: its process was ended by a signal, did not start, or its runner is gone. */
  readonly code?: number;
  /** Such as `SIGKILL`. */
  readonly signal?: string;
  /** Why, if it did not end because it was no longer needed: a sentence. */
  readonly reason?: string;
  /** Up to 10 lines of the end of its log. */
  readonly lastLines: readonly string[];
}

/** One environment of a function: a process that asks for events. */
export interface FunctionEnvironment {
  /** Rises with each environment that the function starts; never used twice while the broker runs. */
  readonly number: number;
  /** `<function> #<number>`: the trace, findings and holds show it. */
  readonly name: string;
  readonly state: EnvironmentState;
  /** Since when, epoch ms on the broker's clock. */
  readonly since: number;
  /** The consumer that its calls are: its access key id. */
  readonly consumerId: string;
  /** Once its runner has reported it. */
  readonly processId?: number;
  /** Of the invocation that it processes. */
  readonly requestId?: string;
  /** Invocations that it has processed. */
  readonly invocations: number;
  /** How long its start took, ms of real time; absent: it has not asked for an event yet. */
  readonly initMs?: number;
  /** The most memory that its process has used, MB; absent: not reported. */
  readonly usedMemory?: number;
  /** A debugger is attached: nothing times out. */
  readonly isDebugged?: boolean;
  /** It is stopped at a breakpoint. */
  readonly isPaused?: boolean;
  /** Its code or definition has changed: it is replaced when its invocation is over. */
  readonly isOutdated?: boolean;
  /** Of an environment that ended. */
  readonly end?: EnvironmentEnd;
}

/**
 * What a function does. `idle`: no program runs it, so it cannot be invoked. `running`. `stopping`: its environments finish
 * their invocations, and end.
 */
export const FUNCTION_STATES = ['idle', 'running', 'stopping'] as const;
export type FunctionState = (typeof FUNCTION_STATES)[number];

/** What became of the invocations of a function, since it was declared or the broker started. */
export interface FunctionCounts {
  /** Those that an environment processed, and those that failed while it started. */
  readonly invocations: number;
  /** Of these: those that failed. */
  readonly errors: number;
  readonly throttles: number;
  /** Environments that were started. */
  readonly coldStarts: number;
}

/** The last invocation that failed. */
export interface FailedInvocation {
  /** Epoch ms on the broker's clock. */
  readonly at: number;
  readonly requestId: string;
  /** What its `errorType` says, or how it failed. Up to 1,000 UTF-16 units. */
  readonly type: string;
  /** What its `errorMessage` says; empty: nothing. Up to 1,000 UTF-16 units. */
  readonly message: string;
}

/** A function as views show it. */
export interface FunctionInfo {
  /** With all default values filled in. */
  readonly definition: FunctionDefinition;
  readonly arn: string;
  /** The file that declares it; absent: a client put it. */
  readonly source?: string;
  /** Of that file, absolute: its `directory` is found there. */
  readonly folder?: string;
  readonly state: FunctionState;
  /** How many environments may run at the same time: what the definition allows, or less if its runner does. */
  readonly limit: number;
  /** Environments that run, and up to 20 that have ended, the oldest first. */
  readonly environments: readonly FunctionEnvironment[];
  /** Invocations that wait for an environment. */
  readonly waiting: number;
  readonly counts: FunctionCounts;
  /** Absent: none has failed since the broker started. */
  readonly lastError?: FailedInvocation;
  /** Absent: none. */
  readonly faults?: FunctionFaults;
}

export interface FunctionEndedParams {
  readonly name: string;
  /** Otherwise it was stopped. */
  readonly isDeleted: boolean;
}

export interface FunctionsResult {
  readonly functions: readonly FunctionInfo[];
}

/** How an invocation ended. */
export interface InvokeFunctionResult {
  /** Absent: it was not run; then `reason` says why. */
  readonly report?: InvocationReport;
  /** What the function returned, or the error with `errorType` and `errorMessage`; absent: it was not run. */
  readonly payload?: string;
  /** A sentence. */
  readonly reason?: string;
  /** Up to 4 KB of what its process last wrote, with the lines that the service adds. */
  readonly logTail: string;
}

const FUNCTION = shape({ name: FUNCTION_NAME });
/** MB. */
const USED_MEMORY = wholeNumber(0, 2 ** 31 - 1);

/** Lists the functions in the order in which they were declared, at most 100. */
export const listFunctions = request('queueside/function/list', {
  params: NO_PARAMS,
  result: type<FunctionsResult>(),
  stores: 'nothing',
});

/**
 * Declares a function, or changes one. Environments that are running are replaced if the change affects their process, each
 * when its invocation is over. Its `mappings` are made those of the function.
 */
export const putFunction = request('queueside/function/put', {
  params: FUNCTION_DEFINITION,
  result: type<FunctionsResult>(),
  stores: 'journal',
});

/** Deletes a function. If it runs, its environments are ended first, as by `queueside/function/stop`. */
export const deleteFunction = request('queueside/function/delete', {
  params: FUNCTION,
  result: type<FunctionsResult>(),
  stores: 'journal',
});

/**
 * Makes this connection the runner of a function: from now on it gets `queueside/function/ordered`, and must report what becomes
 * of each process. The function can be invoked now; its first environment is started by the first invocation. A function has
 * one runner. When the connection ends, all environments of the function are taken for ended.
 */
export const runFunction = request('queueside/function/run', {
  params: shape({
    name: FUNCTION_NAME,
    /** The user in the credential file that its environments act as; absent or empty: the first user. */
    user: optional(text(128)),
    /** Whether it can freeze and thaw processes. */
    canFreeze: optional(yesOrNo()),
    /** At most so many environments at the same time, if the definition allows more. */
    environments: optional(wholeNumber(1, MAXIMUM_ENVIRONMENTS)),
  }),
  result: type<{ readonly function: FunctionInfo }>(),
  stores: 'nothing',
});

/** This connection no longer runs a function. Its environments are taken for ended. */
export const leaveFunction = request('queueside/function/leave', {
  params: FUNCTION,
  result: type<null>(),
  stores: 'nothing',
});

/**
 * Ends all environments of a function: those that process an invocation finish it first. New invocations are rejected. When the
 * last one has ended, the function has no runner.
 */
export const stopFunction = request('queueside/function/stop', {
  params: FUNCTION,
  result: type<FunctionsResult>(),
  stores: 'nothing',
});

/** Calls a function with an event, and returns when the invocation is over. */
export const invokeFunction = request('queueside/function/invoke', {
  params: shape({
    name: FUNCTION_NAME,
    /** JSON. */
    payload: text(MAXIMUM_PAYLOAD_BYTES),
  }),
  result: type<InvokeFunctionResult>(),
  stores: 'nothing',
});

/** Returns the end of the log of an environment: what it wrote, and the lines that the service adds, at most 100. */
export const readFunctionLog = request('queueside/function/readLog', {
  params: shape({ name: FUNCTION_NAME, environment: ENVIRONMENT_NUMBER }),
  result: type<{ readonly lines: readonly string[] }>(),
  stores: 'nothing',
});

/**
 * Returns the event of the newest invocation by an event source mapping, which can be passed to `queueside/function/invoke`.
 * An event of more than 262,144 UTF-16 units is not kept, and none survives the broker.
 */
export const readFunctionEvent = request('queueside/function/readEvent', {
  params: FUNCTION,
  /** Absent: there is none. */
  result: type<{ readonly payload?: string }>(),
  stores: 'nothing',
});

/** Injects errors into the invocations of a function; absent: none. Ends with the broker. */
export const setFunctionFaults = request('queueside/function/setFaults', {
  params: shape({ name: FUNCTION_NAME, faults: optional(FUNCTION_FAULTS) }),
  result: type<FunctionsResult>(),
  stores: 'nothing',
});

/** Reports that the process of an environment was started. */
export const reportFunctionStarted = request('queueside/function/reportStarted', {
  params: shape({
    name: FUNCTION_NAME,
    environment: ENVIRONMENT_NUMBER,
    /** Absent: not known (yet); report again to add it. */
    processId: optional(wholeNumber(1, 2 ** 31 - 1)),
  }),
  result: type<null>(),
  stores: 'nothing',
});

/** Reports that a process has ended, or could not be started: then it has neither code nor signal, and a line that says why. */
export const reportFunctionExited = request('queueside/function/reportExited', {
  params: shape({
    name: FUNCTION_NAME,
    environment: ENVIRONMENT_NUMBER,
    code: optional(wholeNumber(-(2 ** 31), 2 ** 32 - 1)),
    signal: optional(text(32, 1)),
    /** Lines that were not reported before. */
    lines: LINES,
    /** The most memory that it has used, MB. */
    usedMemory: optional(USED_MEMORY),
  }),
  result: type<null>(),
  stores: 'nothing',
});

/** Reports what the process of an environment wrote, and how much memory it uses. */
export const reportFunctionOutput = request('queueside/function/reportOutput', {
  params: shape({
    name: FUNCTION_NAME,
    environment: ENVIRONMENT_NUMBER,
    /** The oldest first. */
    lines: LINES,
    /** The most memory that it has used so far, MB. */
    usedMemory: optional(USED_MEMORY),
  }),
  result: type<null>(),
  stores: 'nothing',
});

/** Reports that a debugger was attached to the process of an environment or detached, or that it stopped or runs again. */
export const reportFunctionDebugger = request('queueside/function/reportDebugger', {
  params: shape({
    name: FUNCTION_NAME,
    environment: ENVIRONMENT_NUMBER,
    isAttached: yesOrNo(),
    /** Stopped at a breakpoint. */
    isPaused: yesOrNo(),
  }),
  result: type<null>(),
  stores: 'nothing',
});

/**
 * Reports that the code of a function has changed: its environments are replaced, those that process an invocation when it is
 * over.
 */
export const reportFunctionCodeChanged = request('queueside/function/reportCodeChanged', {
  params: FUNCTION,
  result: type<null>(),
  stores: 'nothing',
});

/** Sent to the runner of a function alone: what it is to do, in this order. */
export const functionOrdered = notification<FunctionOrderParams>('queueside/function/ordered');

/**
 * Sent to the runner of a function alone: the function was stopped or deleted and its environments have ended, so that this
 * connection runs it no longer. From now on, another program may.
 */
export const functionEnded = notification<FunctionEndedParams>('queueside/function/ended');

/**
 * Sent to the runner of a function alone: invocations are over, in the order in which they ended. Up to 100 that returned are
 * gathered for 50 ms; one that failed, or an order, is not waited with. Left out while its connection is slower than that.
 */
export const functionInvoked = notification<{ readonly reports: readonly InvocationReport[] }>(
  'queueside/function/invoked',
);

/** Functions were declared, changed or deleted, or their environments changed: all of them, at most every 250 ms. */
export const functionsChanged = notification<FunctionsResult>('queueside/function/changed');
