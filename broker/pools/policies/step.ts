import * as l10n from '@vscode/l10n';
import type { PolicyOf, StepRule } from '../../protocol/poolDefinition.ts';
import type { PoolSettings } from '../poolSettings.ts';
import { adjustSize, nameAdjustment } from './adjust.ts';
import { aggregate, describeAlarmCause } from './alarms.ts';
import { type Outcome, proposeSize, type Situation, type Wanted } from './policy.ts';
import { findStep } from './steps.ts';

/**
 * Step scaling: while its alarm is in ALARM, it adjusts the size each minute, by how far the metric is from the threshold. It
 * counts from the processes in service, so that a breach of the same step while others start changes nothing.
 */
export function decideStep(
  { definition, minuteMs }: Pick<PoolSettings, 'definition' | 'minuteMs'>,
  policy: PolicyOf<'step'>,
  situation: Situation,
): Outcome {
  const nextAt = situation.now + minuteMs;
  const rules = [
    policy,
    ...situation.acting.map((alarm) => ({ ...policy, alarm })),
    ...(policy.scaleIn === undefined ? [] : [policy.scaleIn]),
  ];
  for (const rule of rules) {
    const wanted = applyRule(rule, definition.name, situation);
    if (typeof wanted === 'string') return { memory: {}, nextAt, failure: wanted };
    if (wanted !== undefined) return { memory: {}, nextAt, wanted };
  }
  return { memory: {}, nextAt };
}

function applyRule(rule: StepRule, policy: string, situation: Situation): Wanted | string | undefined {
  const alarm = situation.readAlarm(rule.alarm);
  if (alarm === undefined) return l10n.t('There is no alarm {0}.', rule.alarm);
  const value = aggregate(alarm, rule.aggregation);
  if (alarm.state !== 'ALARM' || value === undefined) return undefined;
  const step = findStep(rule.steps, value - alarm.threshold);
  if (step === undefined) return undefined;
  const { desired, starting } = situation;
  const grown = adjustSize(desired - starting, step.adjustment, rule);
  const isOut = grown > desired - starting;
  // Those that start are part of what an earlier breach asked for.
  const size = isOut ? Math.max(desired, grown) : adjustSize(desired, step.adjustment, rule);
  return proposeSize(situation, size, {
    cause: describeAlarmCause(rule.alarm, policy),
    policy: 'step',
    metrics: { value, threshold: alarm.threshold, [nameAdjustment(rule)]: step.adjustment },
    ...(alarm.metricName === undefined ? {} : { metricName: alarm.metricName }),
  });
}
