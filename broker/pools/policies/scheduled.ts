import type { PolicyOf, ScheduledAction } from '../../protocol/poolDefinition.ts';
import { readRecurrence, type Recurrence } from './cron.ts';
import { clampSize, type Outcome, type PolicyMemory, type Situation } from './policy.ts';

/** Schedules are by the minutes of the broker's clock, whatever the time scale. */
const MINUTE_MS = 60_000;
/** A timer is a little late, and a machine that slept much: what was missed is made up for, up to a day. */
const MAXIMUM_LATE_MS = 1440 * MINUTE_MS;

type Sizes = Pick<Situation, 'min' | 'max' | 'desired'>;

/** Of the actions of definitions, which are read each minute. */
const recurrences = new WeakMap<ScheduledAction, Recurrence>();

/** Scheduled actions: at the minutes that they name, they set limits and size, whatever there is to do. */
export function decideScheduled(
  { actions }: PolicyOf<'scheduled'>,
  memory: PolicyMemory,
  situation: Situation,
): Outcome {
  const { now, desired } = situation;
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const outcome = { memory: { checkedAt: now }, nextAt: minute + MINUTE_MS };
  // A pool that starts in the middle of a minute has missed it.
  const checkedAt = Math.max(memory.checkedAt ?? now - 1, now - MAXIMUM_LATE_MS);
  const first = (Math.floor(checkedAt / MINUTE_MS) + 1) * MINUTE_MS;
  let sizes: Sizes | undefined;
  for (let at = first; at <= minute; at += MINUTE_MS) {
    const action = actions.findLast((each) => recurrenceOf(each)?.matches(at) === true);
    if (action !== undefined) sizes = applyAction(action, sizes ?? situation);
  }
  if (sizes === undefined) return outcome;
  const { min, max, desired: to } = sizes;
  return {
    ...outcome,
    limits: { min, max },
    ...(to === desired
      ? {}
      : {
          wanted: {
            to,
            cause: `a scheduled action update of AutoScalingGroup constraints to min: ${min}, max: ${max}, desired: ${to}`,
            policy: 'scheduled',
            metrics: {},
          },
        }),
  };
}

function applyAction(action: ScheduledAction, sizes: Sizes): Sizes {
  const max = Math.max(action.max ?? sizes.max, action.min ?? 0);
  const limits = { min: Math.min(action.min ?? sizes.min, max), max };
  return { ...limits, desired: clampSize(limits, action.desired ?? sizes.desired) };
}

function recurrenceOf(action: ScheduledAction): Recurrence | undefined {
  const known = recurrences.get(action) ?? readRecurrence(action.recurrence);
  if (known !== undefined) recurrences.set(action, known);
  return known;
}
