import { POOL_DEFAULTS, type PoolDefinition, type PoolPolicy } from '../protocol/poolDefinition.ts';

/** A definition, and its times as the pool counts them: ms, shortened by its time scale. */
export interface PoolSettings {
  /** As it was given. */
  readonly given: PoolDefinition;
  /** With everything filled in. */
  readonly definition: PoolDefinition;
  readonly min: number;
  readonly max: number;
  /** How many processes when it starts. */
  readonly initial: number;
  readonly policy: PoolPolicy;
  /** How long one minute of the policy lasts. */
  readonly minuteMs: number;
  /** Until a process is in service; undefined: until its first receive. */
  readonly warmupMs: number | undefined;
  readonly cooldownMs: number;
  /** Not shortened: what a process does takes the time that it takes. */
  readonly graceMs: number;
  readonly drains: boolean;
  readonly protects: boolean;
}

/** @param given a definition that was checked */
export function readPoolSettings(given: PoolDefinition): PoolSettings {
  const definition = { ...POOL_DEFAULTS, desired: given.min ?? POOL_DEFAULTS.min, ...given };
  const { min, max, desired, policy, warmup, cooldown, grace, mode, protection, timeScale } = definition;
  const secondMs = 1000 / timeScale;
  return {
    given,
    definition,
    min,
    max,
    initial: desired,
    policy,
    minuteMs: 60 * secondMs,
    warmupMs: warmup === undefined ? undefined : warmup * secondMs,
    cooldownMs: cooldown * secondMs,
    graceMs: grace * 1000,
    drains: mode === 'drain',
    protects: protection,
  };
}
