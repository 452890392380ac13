import * as l10n from '@vscode/l10n';
import { aboutConsumer, countReceives, type Rule } from '../rule.ts';

/** From this many receives of its first message, a group counts as blocked. */
const RECEIVES = 3;

/** FIFO: a message that is not processed blocks all messages behind it in its group. */
export const groupBlocked: Rule = {
  name: 'groupBlocked',
  order: 80,
  watches: 'Message groups blocked by one message',
  kinds: ['received'],
  isAboutStored: true,
  endsWithDeadLetter: true,
  evaluate(input) {
    const { record, context, queueArn, caller } = input;
    const { groupId, receiveCount = 0, messageNumber } = record;
    if (
      groupId === undefined ||
      countReceives(input) < RECEIVES ||
      context.queue(queueArn)?.isFifo !== true
    ) {
      return undefined;
    }
    const waiting = context.groupSize(queueArn, groupId) - 1;
    if (waiting < 1) return undefined;
    return {
      about: aboutConsumer(input),
      severity: 'error',
      title: l10n.t('Message groups are blocked'),
      messageNumber,
      caller,
      explanation:
        waiting === 1
          ? l10n.t(
              'The first message of group {0} was received {1} times and not deleted. One message waits behind it: a FIFO queue delivers nothing of a group until the messages before it are deleted.',
              groupId,
              receiveCount,
            )
          : l10n.t(
              'The first message of group {0} was received {1} times and not deleted. {2} messages wait behind it: a FIFO queue delivers nothing of a group until the messages before it are deleted.',
              groupId,
              receiveCount,
              waiting,
            ),
      remedy: l10n.t(
        'Process the first message, or set a redrive policy that moves it to a dead-letter queue. Use more, smaller groups if order does not matter.',
      ),
    };
  },
};
