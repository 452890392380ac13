import type { PolicyOf } from '../../protocol/poolDefinition.ts';
import type { PoolSettings } from '../poolSettings.ts';
import {
  clampSize,
  type Outcome,
  type PolicyMemory,
  proposeSize,
  type Situation,
  type Wanted,
} from './policy.ts';

const DEFAULT_QUEUE_LENGTH = 5;
const DEFAULT_POLLING_SECONDS = 30;
/** Times of the autoscaler of Kubernetes, in parts of a minute, and how far it lets a metric be off. */
const SCALE_PARTS = 4;
const STABILIZATION_MINUTES = 5;
const TOLERANCE = 0.1;
/** It adds so many processes at once, or doubles them if that is more. */
const MAXIMUM_ADDED = 4;

/** The messages that count, as the scaler `aws-sqs-queue` counts them. */
export function countMessages(
  { scaleOnInFlight = true, scaleOnDelayed = false }: PolicyOf<'keda'>,
  { visible, inFlight, delayed }: Pick<Situation, 'visible' | 'inFlight' | 'delayed'>,
): number {
  return visible + (scaleOnInFlight ? inFlight : 0) + (scaleOnDelayed ? delayed : 0);
}

/** The size that the autoscaler recommends for a number of messages: the same, while the metric is near its target. */
export function recommendSize(size: number, count: number, queueLength: number): number {
  const ratio = count / (queueLength * Math.max(1, size));
  if (size > 0 && Math.abs(ratio - 1) <= TOLERANCE) return size;
  return Math.min(Math.ceil(count / queueLength), Math.max(2 * size, size + MAXIMUM_ADDED));
}

/**
 * The scaler of KEDA for queues: between 0 and 1 by whether the queue is active, and above by messages for each process, as the
 * autoscaler of Kubernetes decides that.
 */
export function decideKeda(
  { minuteMs, cooldownMs }: Pick<PoolSettings, 'minuteMs' | 'cooldownMs'>,
  policy: PolicyOf<'keda'>,
  memory: PolicyMemory,
  situation: Situation,
): Outcome {
  const { now, desired } = situation;
  const { queueLength = DEFAULT_QUEUE_LENGTH, activationQueueLength = 0 } = policy;
  const count = countMessages(policy, situation);
  const { pollsAt = now, scalesAt = now } = memory;
  const isPoll = pollsAt <= now;
  const isScaling = scalesAt <= now;
  const activeAt =
    isPoll && count > activationQueueLength ? now : (memory.activeAt ?? (desired > 0 ? now : undefined));
  const next: PolicyMemory = {
    ...(activeAt === undefined ? {} : { activeAt }),
    pollsAt: isPoll ? now + ((policy.pollingInterval ?? DEFAULT_POLLING_SECONDS) * minuteMs) / 60 : pollsAt,
    scalesAt: isScaling ? now + minuteMs / SCALE_PARTS : scalesAt,
    recommended: memory.recommended ?? [],
  };
  const coolsMs = policy.cooldownPeriod === undefined ? cooldownMs : (policy.cooldownPeriod * minuteMs) / 60;
  const why = { policy: 'keda', metrics: { count, queueLength, inService: situation.inService } };
  const finish = (memoryAfter: PolicyMemory, wanted: Wanted | undefined): Outcome => {
    const { pollsAt: nextPoll = Infinity, scalesAt: nextScaling = Infinity } = memoryAfter;
    // Without a process, the autoscaler has nothing to decide.
    const nextAt = (wanted?.to ?? desired) > 0 ? Math.min(nextPoll, nextScaling) : nextPoll;
    return { memory: memoryAfter, nextAt, ...(wanted === undefined ? {} : { wanted }) };
  };
  if (isPoll && desired === 0) {
    if (count <= activationQueueLength) return finish(next, undefined);
    const cause = `the scaler of the queue is active: ${count} messages are more than ${activationQueueLength},`;
    return finish(
      { ...next, recommended: [], scalesAt: now + minuteMs / SCALE_PARTS },
      proposeSize(situation, Math.max(1, situation.min), { ...why, cause }),
    );
  }
  const isIdle = isPoll && count <= activationQueueLength && now - (activeAt ?? now) >= coolsMs;
  if (isIdle && situation.min === 0 && desired > 0) {
    const cause = `the scaler of the queue was not active for ${Math.round(coolsMs / 1000)} seconds,`;
    return finish({ ...next, recommended: [] }, proposeSize(situation, 0, { ...why, cause }));
  }
  if (!isScaling || desired === 0) return finish(next, undefined);
  const size = clampSize(
    { min: Math.max(1, situation.min), max: situation.max },
    recommendSize(desired, count, queueLength),
  );
  const since = now - STABILIZATION_MINUTES * minuteMs;
  const recommended = [...(memory.recommended ?? []).filter(({ at }) => at > since), { at: now, size }];
  // In slowly: the largest size that was recommended in the last minutes counts.
  const stable =
    size >= desired ? size : Math.min(desired, Math.max(...recommended.map((each) => each.size)));
  const cause = `the autoscaler found ${count} messages, ${queueLength} for each process are the target,`;
  return finish({ ...next, recommended }, proposeSize(situation, stable, { ...why, cause }));
}
