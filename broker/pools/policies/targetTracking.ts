import type { PolicyOf } from '../../protocol/poolDefinition.ts';
import type { PoolSettings } from '../poolSettings.ts';
import { describeAlarmCause } from './alarms.ts';
import { type Outcome, type PolicyMemory, proposeSize, type Situation } from './policy.ts';

/** It goes out after so many points in a row above the target, one a minute. */
const HIGH_POINTS = 3;
/** And in after so many below a part of the target. */
const LOW_POINTS = 15;
const LOW_PART = 0.9;

/** Visible messages for each process in service; with none, as if there were one. */
export function readBacklog({ visible, inService }: Pick<Situation, 'visible' | 'inService'>): number {
  return visible / Math.max(1, inService);
}

/** How many processes bring the metric to the target: rounded up, so that it stays below it. */
export function computeTargetSize(inService: number, metric: number, target: number): number {
  // A quotient such as 1,500 / 100 must not be more than the whole number that it is.
  return Math.ceil(Number(((Math.max(1, inService) * metric) / target).toPrecision(12)));
}

/**
 * Target tracking: keeps a metric near its target, by two alarms of its own: out at once when the metric was above it for three
 * minutes, in slowly when it was below 90 % of it for fifteen.
 */
export function decideTargetTracking(
  { definition, minuteMs }: Pick<PoolSettings, 'definition' | 'minuteMs'>,
  policy: PolicyOf<'targetTracking'>,
  memory: PolicyMemory,
  situation: Situation,
): Outcome {
  const { target, metric = 'backlogPerConsumer', disableScaleIn = false } = policy;
  const { inService, desired, visible, now } = situation;
  const value = metric === 'visible' ? visible : readBacklog(situation);
  const points = [...(memory.points ?? []), value].slice(-LOW_POINTS);
  const outcome = { memory: { points }, nextAt: now + minuteMs };
  const high = points.slice(-HIGH_POINTS);
  const isHigh = high.length === HIGH_POINTS && high.every((point) => point > target);
  const isLow = points.length === LOW_POINTS && points.every((point) => point < target * LOW_PART);
  if (!isHigh && (!isLow || disableScaleIn)) return outcome;
  const size = computeTargetSize(inService, value, target);
  if (isHigh ? size <= desired : size >= desired) return outcome;
  const alarm = `TargetTracking-${definition.name}-Alarm${isHigh ? 'High' : 'Low'}`;
  const wanted = proposeSize(situation, size, {
    cause: describeAlarmCause(alarm, definition.name),
    policy: 'targetTracking',
    metrics: { [metric]: value, visible, inService, target },
  });
  return wanted === undefined ? outcome : { ...outcome, wanted };
}
