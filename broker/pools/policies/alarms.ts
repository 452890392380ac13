import type { PoolPolicy } from '../../protocol/poolDefinition.ts';
import type { FollowedAlarm } from '../ports.ts';

/** The words of Auto Scaling for a change because of an alarm. */
export function describeAlarmCause(alarm: string, policy: string): string {
  return `a monitor alarm ${alarm} in state ALARM triggered policy ${policy}`;
}

/** The most recent values of an alarm as one value. */
export function aggregate(
  { values }: FollowedAlarm,
  aggregation: 'Average' | 'Minimum' | 'Maximum' = 'Average',
): number | undefined {
  if (values.length === 0) return undefined;
  if (aggregation === 'Minimum') return Math.min(...values);
  if (aggregation === 'Maximum') return Math.max(...values);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The alarms that a policy names. */
export function listAlarms(policy: PoolPolicy): readonly string[] {
  if (policy.type !== 'step' && policy.type !== 'simple') return [];
  return policy.scaleIn === undefined ? [policy.alarm] : [policy.alarm, policy.scaleIn.alarm];
}
