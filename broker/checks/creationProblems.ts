import * as l10n from '@vscode/l10n';
import type { Limits } from '../engine/base/limits.ts';
import { checkName, dropEmptyPolicies } from '../engine/operations/createQueue.ts';
import type { FindRedriveTarget } from '../engine/operations/redriveChecks.ts';
import { type AttributeMap, asksForFifo } from '../engine/rules/queueAttributes.ts';
import { defaultSettings } from '../engine/rules/queueSettings.ts';
import type { QueueProblem } from '../protocol/queue.ts';
import { findQueueProblems } from './queueProblems.ts';

/** A queue that is to be created. */
export interface WantedQueue {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly attributes: AttributeMap;
  readonly tags: AttributeMap;
  /** There is a queue of this name. */
  readonly isTaken: boolean;
}

/** Every problem that the service would have with a queue that is to be created; that of its name comes first. */
export function findCreationProblems(
  findTarget: FindRedriveTarget,
  limits: Limits,
  { isTaken, ...wanted }: WantedQueue,
): QueueProblem[] {
  const { name } = wanted;
  const attributes = dropEmptyPolicies(wanted.attributes);
  const isFifo = asksForFifo(attributes);
  const current = defaultSettings(isFifo, limits);
  const problems = findQueueProblems(findTarget, limits, { ...wanted, isFifo, current, attributes });
  const refusal = checkName(name, isFifo);
  if (refusal !== undefined) return [{ parameter: 'QueueName', message: refusal.message }, ...problems];
  return isTaken
    ? [{ parameter: 'QueueName', message: l10n.t('A queue named {0} already exists.', name) }, ...problems]
    : problems;
}
