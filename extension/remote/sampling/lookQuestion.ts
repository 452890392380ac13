import * as l10n from '@vscode/l10n';
import type { PlanQuestion } from '../../../broker/connections/client/callPlans.ts';
import { forCount } from '../../ground/forCount.ts';
import { formatCount } from '../../ground/text.ts';
import type { LookFacts } from './lookFacts.ts';
import { countCalls, type LookPlan } from './lookPlan.ts';

/**
 * Says what a look does to this queue, with its own numbers: no place with queues that is not ours has a peek.
 * @param connection its name
 * @param isBilled the endpoint is Amazon SQS
 */
export function writeLookQuestion(
  connection: string,
  facts: LookFacts,
  plan: LookPlan,
  isBilled: boolean,
): PlanQuestion {
  const { queue, isFifo, isDeadLetterQueue } = facts;
  const messages = formatCount(plan.messages);
  const calls = formatCount(countCalls(plan));
  const lines = [
    l10n.t(
      'Amazon SQS has no peek. Looking at up to {0} messages of “{1}” hides them from its consumers for {2} seconds and raises their receive count.',
      messages,
      queue,
      formatCount(plan.holdSeconds),
    ),
    ...describeDeadLettering(facts),
    ...(isFifo
      ? [l10n.t('Their message groups are blocked meanwhile, and only the head of each group is seen.')]
      : []),
    isBilled
      ? l10n.t('It takes at most {0} calls, which cost less than $0.01.', calls)
      : l10n.t('It takes at most {0} calls.', calls),
    ...(isDeadLetterQueue
      ? [l10n.t('“{0}” is a dead-letter queue. You are asked once, until the window is closed.', queue)]
      : []),
  ];
  return {
    title: l10n.t('{0}: look at messages of {1}?', connection, queue),
    detail: lines.join('\n\n'),
    button: nameLook(plan),
    alternatives: [nameCountsOnly(), nameChange()],
  };
}

export function nameCountsOnly(): string {
  return l10n.t('Look at Counts Only');
}

export function nameChange(): string {
  return l10n.t('Change Numbers…');
}

export function nameLook({ messages }: Pick<LookPlan, 'messages'>): string {
  return l10n.t('Look at {0} Messages', formatCount(messages));
}

/** The receive that is one too many moves a message away. */
function describeDeadLettering({ queue, maximumReceives, deadLetterQueue }: LookFacts): readonly string[] {
  if (maximumReceives === undefined || deadLetterQueue === undefined) return [];
  const count = formatCount(maximumReceives);
  return [
    forCount(
      maximumReceives,
      l10n.t(
        '“{0}” allows 1 receive: messages that were received once already would be moved to “{1}” by this look.',
        queue,
        deadLetterQueue,
      ),
      l10n.t(
        '“{0}” allows {1} receives: messages that were received {1} times already would be moved to “{2}” by this look.',
        queue,
        count,
        deadLetterQueue,
      ),
    ),
  ];
}

/** The look that changes nothing. */
export function describeCountsOnly({ queue, visible, inFlight, delayed }: LookFacts): string {
  return l10n.t(
    '{0}: about {1} visible, {2} in flight, {3} delayed.',
    queue,
    formatCount(visible),
    formatCount(inFlight),
    formatCount(delayed),
  );
}
