import { NO_PARAMS, notification, request, type } from './method.ts';
import { MAXIMUM_PROCESSES, POOL_DEFINITION, type PoolDefinition, POOL_NAME } from './poolDefinition.ts';
import type { ProcessCredential } from './processCredential.ts';
import { listOf, number, optional, shape, text, type TypeOf, wholeNumber, yesOrNo } from './shape.ts';

/**
 * What a process of a pool does (docs/pools.md): `starting` until its first receive, then `inService`; `draining` once it was
 * chosen for scale-in, and gets no more messages; `stopping` after SIGTERM; then `stopped`. `crashed`: it ended without being
 * asked.
 */
export const PROCESS_STATES = [
  'starting',
  'inService',
  'draining',
  'stopping',
  'stopped',
  'crashed',
] as const;
export type PoolProcessState = (typeof PROCESS_STATES)[number];

/** How a process ended. */
export interface PoolProcessEnd {
  /** Epoch ms on the broker's clock. */
  readonly at: number;
  /** Absent: it was ended by a signal, or its runner is gone. */
  readonly code?: number;
  /** Such as `SIGTERM`. */
  readonly signal?: string;
  /** What it printed last. */
  readonly lastLines: readonly string[];
  /** Messages that it had in flight. They are visible again after their visibility timeouts. */
  readonly lostLeases: number;
}

/** One process of a pool. */
export interface PoolProcess {
  /** Rises with each process that the pool starts; never used twice while the broker runs. */
  readonly number: number;
  /** `<pool> #<number>`: the trace, findings and holds show it. */
  readonly name: string;
  readonly state: PoolProcessState;
  /** Since when, epoch ms on the broker's clock. */
  readonly since: number;
  /** The consumer that its calls are: its access key id. */
  readonly consumerId: string;
  /** Once its runner has reported it. */
  readonly processId?: number;
  /** Messages that it has in flight. */
  readonly leases: number;
  /** It is stopped at a breakpoint: it is not chosen for scale-in. */
  readonly isPaused?: boolean;
  /** It is protected from scale-in. */
  readonly isProtected?: boolean;
  /** Of a process that ended. */
  readonly end?: PoolProcessEnd;
}

/**
 * What a pool does. `idle`: no program runs it. `running`. `stopping`: its processes are being ended. `stopped`: they have
 * ended, and its runner waits. `failed`: as stopped, because its processes crash; `failure` says how.
 */
export const POOL_STATES = ['idle', 'running', 'stopping', 'stopped', 'failed'] as const;
export type PoolState = (typeof POOL_STATES)[number];

/** A pool as views show it. */
export interface PoolInfo {
  /** With all default values filled in. */
  readonly definition: PoolDefinition;
  /** The queue whose messages its processes receive; it may not exist. */
  readonly queueArn: string;
  /** What an alarm names as its action to run the policy of the pool. */
  readonly arn: string;
  /** The file that declares it; absent: a client put it. */
  readonly source?: string;
  /** Of that file, absolute: commands run there. */
  readonly folder?: string;
  readonly state: PoolState;
  /** Why it failed, or why its policy cannot decide now, such as a queue that does not exist. */
  readonly failure?: string;
  /** How many processes there should be. */
  readonly desired: number;
  /** Processes that run, and up to 20 that have ended, the oldest first. */
  readonly processes: readonly PoolProcess[];
  /** How many processes ended without being asked, since it was started. */
  readonly crashes: number;
  /** When a process is started again after a crash, epoch ms on the broker's clock. */
  readonly restartsAt?: number;
  /** Until when a cooldown lasts, epoch ms on the broker's clock. */
  readonly coolsUntil?: number;
  /** How many processes an hour are ended by SIGKILL; absent: none. */
  readonly interruptions?: PoolInterruptions;
}

export interface PoolsResult {
  readonly pools: readonly PoolInfo[];
}

/** A change of the size of a pool, and why. */
export interface PoolDecision {
  /** Epoch ms on the broker's clock. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** In the words of an activity of Auto Scaling. */
  readonly cause: string;
  /** The type of the policy that decided, or `user`. */
  readonly policy: string;
  /** What it saw, by name, such as `visible` or `backlogPerConsumer`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** What `value` and `threshold` of `metrics` are of, such as `ApproximateAgeOfOldestMessage`; absent: not one metric. */
  readonly metricName?: string;
}

/** How many processes a pool had from a time on. */
export interface PoolCapacity {
  /** Epoch ms on the broker's clock. */
  readonly at: number;
  readonly desired: number;
  readonly inService: number;
  /** All that run: starting, in service, draining and stopping. */
  readonly running: number;
}

export interface PoolHistory {
  /** The oldest first, at most 500. */
  readonly decisions: readonly PoolDecision[];
  /** The oldest first, at most 2,000. */
  readonly capacity: readonly PoolCapacity[];
}

/** What the runner of a pool is to do. */
export type PoolOrder =
  | {
      readonly order: 'start';
      readonly process: number;
      /** `<pool> #<number>`. */
      readonly processName: string;
      readonly credential: ProcessCredential;
      /** The definition that is valid now: its command or launch configuration. */
      readonly definition: PoolDefinition;
      readonly folder?: string;
    }
  /** SIGTERM, or what the system has for it. The broker orders `kill` when the grace period is over. */
  | {
      readonly order: 'stop';
      readonly process: number;
      readonly signal: 'SIGTERM';
      /** How long it has, ms on the broker's clock. */
      readonly graceMs: number;
    }
  /** SIGKILL, now. */
  | { readonly order: 'kill'; readonly process: number };

export type PoolOrderParams = PoolOrder & { readonly name: string };

const POOL = shape({ name: POOL_NAME });
const PROCESS_NUMBER = wholeNumber(1, Number.MAX_SAFE_INTEGER);
const PROCESS = shape({ name: POOL_NAME, process: PROCESS_NUMBER });

/** Of what a process printed last. */
const LAST_LINES = listOf(text(4096), 100);

/** Lists the pools in the order in which they were declared, at most 100. */
export const listPools = request('queueside/pool/list', {
  params: NO_PARAMS,
  result: type<PoolsResult>(),
  stores: 'nothing',
});

/**
 * Declares a pool, or changes one. Of a pool that runs, processes that are already running keep their command; everything
 * else applies from now on. Does not start it.
 */
export const putPool = request('queueside/pool/put', {
  params: POOL_DEFINITION,
  result: type<PoolsResult>(),
  stores: 'journal',
});

/** Deletes a pool. If it runs, its processes are ended first, as by `queueside/pool/stop`. */
export const deletePool = request('queueside/pool/delete', {
  params: POOL,
  result: type<PoolsResult>(),
  stores: 'journal',
});

/** Sets how many processes there should be, within `min` and `max`, until its policy decides again. The pool runs. */
export const setPoolDesired = request('queueside/pool/setDesired', {
  params: shape({ name: POOL_NAME, desired: wholeNumber(0, MAXIMUM_PROCESSES) }),
  result: type<PoolsResult>(),
  stores: 'nothing',
});

/** Starts a pool again that was stopped or failed. Fails if no program runs it. */
export const startPool = request('queueside/pool/start', {
  params: POOL,
  result: type<PoolsResult>(),
  stores: 'nothing',
});

/** Ends all processes of a pool, as scale-in does, without regard to protection. Its runner stays, and waits. */
export const stopPool = request('queueside/pool/stop', {
  params: POOL,
  result: type<PoolsResult>(),
  stores: 'nothing',
});

/** Ends one process by SIGKILL now, whatever it has in flight. Another one is started in its place. */
export const killPoolProcess = request('queueside/pool/killProcess', {
  params: PROCESS,
  result: type<PoolsResult>(),
  stores: 'nothing',
});

/** Protects a process from scale-in, or no longer. Ends with the process. */
export const protectPoolProcess = request('queueside/pool/protectProcess', {
  params: shape({ name: POOL_NAME, process: PROCESS_NUMBER, isProtected: yesOrNo() }),
  result: type<PoolsResult>(),
  stores: 'nothing',
});

const INTERRUPTIONS = shape({
  /** How many processes an hour of the broker's clock are ended by SIGKILL, on average. */
  perHour: number(0, 3600),
  /** The same seed ends processes after the same times. */
  seed: wholeNumber(0, 2 ** 32 - 1),
});

export type PoolInterruptions = TypeOf<typeof INTERRUPTIONS>;

/**
 * Ends processes of a running pool by SIGKILL at random times, as spot instances are interrupted: those that have messages in
 * flight first. 0 an hour ends that; so does the end of the pool.
 */
export const interruptPool = request('queueside/pool/interrupt', {
  params: shape({ name: POOL_NAME, ...INTERRUPTIONS.members }),
  result: type<PoolsResult>(),
  stores: 'nothing',
});

/** Returns how large a pool was, and what its policy decided. */
export const readPoolHistory = request('queueside/pool/history', {
  params: POOL,
  result: type<PoolHistory>(),
  stores: 'nothing',
});

/**
 * Makes this connection the runner of a pool, and starts it: from now on it gets `queueside/pool/ordered`, and must report
 * what becomes of each process. A pool has one runner. When the connection ends, all processes of the pool are taken for
 * ended.
 */
export const runPool = request('queueside/pool/run', {
  params: shape({
    name: POOL_NAME,
    /** The user in the credential file that its processes act as; absent or empty: the first user. */
    user: optional(text(128)),
  }),
  result: type<{ readonly pool: PoolInfo }>(),
  stores: 'nothing',
});

/** This connection no longer runs a pool. Its processes are taken for ended. */
export const leavePool = request('queueside/pool/leave', {
  params: POOL,
  result: type<null>(),
  stores: 'nothing',
});

/** Reports that a process was started. */
export const reportPoolStarted = request('queueside/pool/reportStarted', {
  params: shape({
    name: POOL_NAME,
    process: PROCESS_NUMBER,
    /** Absent: not known (yet); report again to add it. */
    processId: optional(wholeNumber(1, 2 ** 31 - 1)),
  }),
  result: type<null>(),
  stores: 'nothing',
});

/** Reports that a process has ended, or could not be started: then it has neither code nor signal, and a line that says why. */
export const reportPoolExited = request('queueside/pool/reportExited', {
  params: shape({
    name: POOL_NAME,
    process: PROCESS_NUMBER,
    code: optional(wholeNumber(-(2 ** 31), 2 ** 32 - 1)),
    signal: optional(text(32, 1)),
    lastLines: LAST_LINES,
  }),
  result: type<null>(),
  stores: 'nothing',
});

/** Reports that a process stopped at a breakpoint, or runs again. */
export const reportPoolPaused = request('queueside/pool/reportPaused', {
  params: shape({ name: POOL_NAME, process: PROCESS_NUMBER, isPaused: yesOrNo() }),
  result: type<null>(),
  stores: 'nothing',
});

/** Sent to the runner of a pool alone: what it is to do, in this order. */
export const poolOrdered = notification<PoolOrderParams>('queueside/pool/ordered');

/** Pools were declared, changed or deleted, or their processes changed: all of them, at most every 250 ms. */
export const poolsChanged = notification<PoolsResult>('queueside/pool/changed');

/** The size of a pool was changed. */
export const poolDecided = notification<{ readonly name: string; readonly decision: PoolDecision }>(
  'queueside/pool/decided',
);
