import * as l10n from '@vscode/l10n';
import { decide } from './policies/decide.ts';
import { type Outcome, type PolicyMemory, shiftMemory, type Situation } from './policies/policy.ts';
import type { PoolSettings } from './poolSettings.ts';
import type { FollowedAlarm, PoolPorts } from './ports.ts';

/** A new alarm has no data yet: so many evaluations in a row without are too many. */
const PATIENCE = 5;
/** It decides at most so often, ms, whatever the time scale: a clock that is advanced by days stops at each decision. */
const MINIMUM_PAUSE_MS = 100;

/** What an evaluation came to. */
export interface Evaluation extends Pick<Outcome, 'wanted' | 'limits' | 'failure'> {
  /** An alarm of the policy that has had no data for a while. */
  readonly alarmWithoutData: string | undefined;
}

/** The policy of a pool while it runs: what it remembers, and when it decides next. */
export class PolicyRun {
  /** Epoch ms; undefined: never. */
  evaluatesAt: number | undefined;
  private readonly ports: Pick<PoolPorts, 'readAlarm'>;
  private memory: PolicyMemory = {};
  /** Alarms that run the policy as their action, as long as they are in ALARM. */
  private readonly acting = new Set<string>();
  /** How many evaluations in a row its alarm had no data. */
  private withoutData = 0;

  constructor(ports: Pick<PoolPorts, 'readAlarm'>) {
    this.ports = ports;
  }

  /** Until when a cooldown lasts, epoch ms. */
  get coolsUntil(): number | undefined {
    return this.memory.coolsUntil;
  }

  /** Forgets everything, and decides at this time. */
  begin(at: number): void {
    this.memory = {};
    this.acting.clear();
    this.withoutData = 0;
    this.evaluatesAt = at;
  }

  /** An alarm runs the policy from now on. */
  follow(alarm: string): void {
    this.acting.add(alarm);
  }

  evaluate(settings: PoolSettings, seen: Omit<Situation, 'acting' | 'readAlarm'>): Evaluation {
    const readAlarm = this.readOnce();
    for (const alarm of this.acting) if (readAlarm(alarm)?.state !== 'ALARM') this.acting.delete(alarm);
    const situation = { ...seen, acting: [...this.acting], readAlarm };
    const { memory, nextAt, wanted, limits, failure } = decide(settings, this.memory, situation);
    this.memory = memory;
    this.evaluatesAt = nextAt === undefined ? undefined : Math.max(nextAt, seen.now + MINIMUM_PAUSE_MS);
    const alarmWithoutData = this.findAlarmWithoutData(settings, readAlarm);
    const missing =
      alarmWithoutData === undefined ? undefined : l10n.t('The alarm {0} has no data.', alarmWithoutData);
    const why = failure ?? missing;
    return {
      ...(wanted === undefined ? {} : { wanted }),
      ...(limits === undefined ? {} : { limits }),
      ...(why === undefined ? {} : { failure: why }),
      alarmWithoutData,
    };
  }

  /** The clock was set back by this much. */
  goBack(byMs: number): void {
    this.memory = shiftMemory(this.memory, byMs);
    if (this.evaluatesAt !== undefined) this.evaluatesAt -= byMs;
  }

  private findAlarmWithoutData(
    { policy }: PoolSettings,
    readAlarm: Situation['readAlarm'],
  ): string | undefined {
    if (policy.type !== 'step' && policy.type !== 'simple') return undefined;
    const isWithout = readAlarm(policy.alarm)?.state === 'INSUFFICIENT_DATA';
    this.withoutData = isWithout ? this.withoutData + 1 : 0;
    return this.withoutData < PATIENCE ? undefined : policy.alarm;
  }

  /** Reads each alarm once: that goes through its data points. */
  private readOnce(): Situation['readAlarm'] {
    const readings = new Map<string, FollowedAlarm | undefined>();
    return (name) => {
      if (!readings.has(name)) readings.set(name, this.ports.readAlarm(name));
      return readings.get(name);
    };
  }
}
