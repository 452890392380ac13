import type { Pool } from './pool.ts';
import type { PoolPorts } from './ports.ts';

/**
 * An alarm that went into ALARM runs the policy of a pool as its action: now, and each minute while it stays in ALARM.
 * @returns why not
 */
export function runAction(
  pool: Pool,
  alarm: string,
  { readAlarm }: Pick<PoolPorts, 'readAlarm'>,
): string | undefined {
  const { type } = pool.settings.policy;
  if (type !== 'step' && type !== 'simple') return `Alarms do not run a policy of the type ${type}.`;
  if (!pool.isRunning) return `The pool ${pool.name} is not running.`;
  if (readAlarm(alarm)?.state !== 'ALARM') return 'A policy runs while its alarm is in ALARM.';
  // An alarm that the policy names was followed already.
  if (!pool.hasAlarm(alarm)) pool.follow(alarm);
  return undefined;
}
