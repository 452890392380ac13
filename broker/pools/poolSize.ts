import type { PoolDecision } from '../protocol/pools.ts';
import { clampSize, type Wanted } from './policies/policy.ts';
import { PoolLog } from './poolLog.ts';
import type { PoolSettings } from './poolSettings.ts';
import type { DecisionEvent } from './ports.ts';

/** Turns from growing to shrinking and back are counted for so long. */
const TURNS_MS = 600_000;

/** What a decision tells beside the pool that it is about. */
type Decided = Omit<DecisionEvent, 'pool' | 'policy' | 'queueArn'>;

/** How many processes a pool should have, within which limits, and how that came. */
export class PoolSize {
  desired: number;
  /** Those of the definition, or what a scheduled action has set. */
  limits: { readonly min: number; readonly max: number };
  readonly log: PoolLog;
  /** When it last grew, epoch ms, and after how many ms its queue was empty. */
  private growth: { readonly from: number; ms?: number } | undefined;

  constructor(settings: PoolSettings, decisions: readonly PoolDecision[]) {
    this.log = new PoolLog(decisions);
    this.limits = settings;
    this.desired = settings.initial;
  }

  /** As the definition has it. */
  begin(settings: PoolSettings): void {
    this.limits = settings;
    this.desired = settings.initial;
    this.growth = undefined;
  }

  /** Within the limits. */
  clamp(size: number): number {
    return clampSize(this.limits, size);
  }

  /** @returns undefined if nothing changes */
  change(
    { to, cause, policy, metrics, metricName }: Wanted,
    settings: PoolSettings,
    at: number,
  ): Decided | undefined {
    const from = this.desired;
    if (to === from) return undefined;
    this.desired = to;
    const text = `At ${new Date(at).toISOString()} ${cause} changing the desired capacity from ${from} to ${to}.`;
    const decision: PoolDecision = {
      at,
      from,
      to,
      cause: text,
      policy,
      metrics,
      ...(metricName === undefined ? {} : { metricName }),
    };
    this.log.addDecision(decision);
    const { growth } = this;
    this.growth = to > from ? { from: at } : undefined;
    return {
      decision,
      metric: settings.policy.type === 'targetTracking' ? settings.policy.metric : undefined,
      turns: this.log.countTurns(at - TURNS_MS),
      cooldownMs: settings.cooldownMs,
      drained: growth?.ms === undefined ? undefined : { from: growth.from, ms: growth.ms },
    };
  }

  /** The last message of the queue was deleted. */
  noteEmpty(now: number): void {
    if (this.growth !== undefined) this.growth.ms ??= now - this.growth.from;
  }

  /** The clock was set back. */
  goBack(now: number): void {
    this.log.goBack(now);
    this.growth = undefined;
  }
}
