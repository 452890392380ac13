import type { Queue } from '../engine/state/queue.ts';
import type { Situation } from './policies/policy.ts';
import type { PoolProcesses } from './poolProcesses.ts';
import type { PoolSize } from './poolSize.ts';

/** What a policy sees of a pool and its queue, beside alarms; a queue that does not exist is empty. */
export function observe(
  now: number,
  { desired, limits }: PoolSize,
  processes: PoolProcesses,
  queue: Queue | undefined,
): Omit<Situation, 'acting' | 'readAlarm'> {
  return {
    now,
    desired,
    min: limits.min,
    max: limits.max,
    inService: processes.count(({ state }) => state === 'inService'),
    starting: processes.count(({ state }) => state === 'starting'),
    ending: processes.count(({ isActive }) => !isActive),
    visible: queue?.visibleCount ?? 0,
    inFlight: queue?.inFlightCount ?? 0,
    delayed: queue?.delayedCount ?? 0,
  };
}
