import * as l10n from '@vscode/l10n';
import type { PolicyOf, SimpleRule } from '../../protocol/poolDefinition.ts';
import type { PoolSettings } from '../poolSettings.ts';
import { adjustSize, nameAdjustment } from './adjust.ts';
import { describeAlarmCause } from './alarms.ts';
import { type Outcome, type PolicyMemory, proposeSize, type Situation, type Wanted } from './policy.ts';

/** How often it looks whether a change is done, ms of the policy's minute. */
const LOOKS_PER_MINUTE = 12;

/**
 * Simple scaling: one adjustment while its alarm is in ALARM, and then nothing until the change is done and the cooldown over,
 * which begins when the change is done.
 */
export function decideSimple(
  { definition, minuteMs, cooldownMs }: Pick<PoolSettings, 'definition' | 'minuteMs' | 'cooldownMs'>,
  policy: PolicyOf<'simple'>,
  memory: PolicyMemory,
  situation: Situation,
): Outcome {
  const { now } = situation;
  const nextAt = now + minuteMs;
  if (memory.settling !== undefined) {
    const { starting, ending, inService, desired } = situation;
    const isDone = starting === 0 && ending === 0 && inService >= desired;
    if (!isDone) return { memory, nextAt: now + minuteMs / LOOKS_PER_MINUTE };
    const coolsUntil = now + memory.settling.cooldownMs;
    return { memory: { coolsUntil }, nextAt: coolsUntil };
  }
  if (memory.coolsUntil !== undefined && now < memory.coolsUntil) {
    return { memory, nextAt: memory.coolsUntil };
  }
  const rules = [
    policy,
    ...situation.acting.map((alarm) => ({ ...policy, alarm })),
    ...(policy.scaleIn === undefined ? [] : [policy.scaleIn]),
  ];
  for (const rule of rules) {
    const wanted = applyRule(rule, definition.name, situation);
    if (typeof wanted === 'string') return { memory: {}, nextAt, failure: wanted };
    if (wanted === undefined) continue;
    const ownMs = rule.cooldown === undefined ? cooldownMs : (rule.cooldown * minuteMs) / 60;
    return {
      memory: { settling: { cooldownMs: ownMs } },
      nextAt: now + minuteMs / LOOKS_PER_MINUTE,
      wanted,
    };
  }
  return { memory: {}, nextAt };
}

function applyRule(rule: SimpleRule, policy: string, situation: Situation): Wanted | string | undefined {
  const alarm = situation.readAlarm(rule.alarm);
  if (alarm === undefined) return l10n.t('There is no alarm {0}.', rule.alarm);
  if (alarm.state !== 'ALARM') return undefined;
  const { adjustment } = rule;
  const value = alarm.values.at(-1);
  return proposeSize(situation, adjustSize(situation.desired, adjustment, rule), {
    cause: describeAlarmCause(rule.alarm, policy),
    policy: 'simple',
    metrics: {
      ...(value === undefined ? {} : { value }),
      threshold: alarm.threshold,
      [nameAdjustment(rule)]: adjustment,
    },
    ...(alarm.metricName === undefined ? {} : { metricName: alarm.metricName }),
  });
}
