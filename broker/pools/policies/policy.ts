import type { FollowedAlarm } from '../ports.ts';

/** What a policy knows when it decides: sizes are numbers of processes. */
export interface Situation {
  /** Epoch ms on the broker's clock. */
  readonly now: number;
  readonly desired: number;
  readonly min: number;
  readonly max: number;
  readonly inService: number;
  /** They warm up: they count as capacity, and nothing is scaled in meanwhile. */
  readonly starting: number;
  /** Drained, or asked to end. */
  readonly ending: number;
  /** Messages of the queue. */
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Alarms that are in ALARM and run the policy as their action. */
  readonly acting: readonly string[];
  /** Undefined: there is no such alarm. */
  readAlarm(name: string): FollowedAlarm | undefined;
}

/** Another size, and why. */
export interface Wanted {
  readonly to: number;
  /** The beginning of a sentence, in the words of an activity of Auto Scaling. */
  readonly cause: string;
  readonly policy: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** What `value` and `threshold` are of; absent: not one metric. */
  readonly metricName?: string;
}

/** What a policy remembers from one decision to the next. Each policy has its own part. */
export interface PolicyMemory {
  /** The newest points of the metric of target tracking, the newest last. */
  readonly points?: readonly number[];
  /** Until when nothing is changed, epoch ms. */
  readonly coolsUntil?: number;
  /** A change under way after which a cooldown begins. */
  readonly settling?: { readonly cooldownMs: number };
  /** When the queue was last seen with enough messages, epoch ms. */
  readonly activeAt?: number;
  /** When the queue is looked at and when the size is decided next, epoch ms. */
  readonly pollsAt?: number;
  readonly scalesAt?: number;
  /** Up to when scheduled actions were looked for, epoch ms. */
  readonly checkedAt?: number;
  /** Sizes that were recommended, the oldest first. */
  readonly recommended?: readonly { readonly at: number; readonly size: number }[];
}

/** The memory of a clock that was set back. */
export function shiftMemory(memory: PolicyMemory, byMs: number): PolicyMemory {
  const times = (['coolsUntil', 'activeAt', 'pollsAt', 'scalesAt', 'checkedAt'] as const).flatMap((name) => {
    const at = memory[name];
    return at === undefined ? [] : [[name, at - byMs] as const];
  });
  const { recommended } = memory;
  return {
    ...memory,
    ...Object.fromEntries(times),
    ...(recommended && { recommended: recommended.map(({ at, size }) => ({ at: at - byMs, size })) }),
  };
}

export interface Outcome {
  readonly memory: PolicyMemory;
  /** When it wants to decide again, epoch ms; undefined: never. */
  readonly nextAt: number | undefined;
  /** Undefined: it stays as it is. */
  readonly wanted?: Wanted;
  /** Other limits, from now on. */
  readonly limits?: { readonly min: number; readonly max: number };
  /** Why it cannot decide. */
  readonly failure?: string;
}

/** Within the limits of the pool. */
export function clampSize({ min, max }: Pick<Situation, 'min' | 'max'>, size: number): number {
  return Math.min(max, Math.max(min, size));
}

/**
 * Takes a size if the rules of warm-up let it (docs/pools.md): while processes start, nothing is scaled in.
 * @returns undefined if nothing changes
 */
export function proposeSize(situation: Situation, size: number, why: Omit<Wanted, 'to'>): Wanted | undefined {
  const to = clampSize(situation, size);
  if (to === situation.desired || (to < situation.desired && situation.starting > 0)) return undefined;
  return { to, ...why };
}
