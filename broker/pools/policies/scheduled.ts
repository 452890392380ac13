import type { PolicyOf } from '../../protocol/poolDefinition.ts';
import { readRecurrence } from './cron.ts';
import { clampSize, type Outcome, type PolicyMemory, type Situation } from './policy.ts';

/** Schedules are by the minutes of the broker's clock, whatever the time scale. */
const MINUTE_MS = 60_000;

/** Scheduled actions: at the minutes that they name, they set limits and size, whatever there is to do. */
export function decideScheduled(
  { actions }: PolicyOf<'scheduled'>,
  memory: PolicyMemory,
  situation: Situation,
): Outcome {
  const { now, desired } = situation;
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const outcome = { memory, nextAt: minute + MINUTE_MS };
  // A pool that starts in the middle of a minute has missed it.
  const action =
    minute === now
      ? actions.findLast(({ recurrence }) => readRecurrence(recurrence)?.matches(now) === true)
      : undefined;
  if (action === undefined) return outcome;
  const max = Math.max(action.max ?? situation.max, action.min ?? 0);
  const limits = { min: Math.min(action.min ?? situation.min, max), max };
  const to = clampSize(limits, action.desired ?? desired);
  return {
    ...outcome,
    limits,
    ...(to === desired
      ? {}
      : {
          wanted: {
            to,
            cause: `a scheduled action update of AutoScalingGroup constraints to min: ${limits.min}, max: ${limits.max}, desired: ${to}`,
            policy: 'scheduled',
            metrics: {},
          },
        }),
  };
}
