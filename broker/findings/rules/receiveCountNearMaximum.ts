import * as l10n from '@vscode/l10n';
import { aboutConsumer, countReceives, type Rule } from '../rule.ts';

/** Of the maximum, from which on a receive count is close to it. */
const CLOSE = 0.8;

/** Messages that one or two more receives will move to the dead-letter queue. */
export const receiveCountNearMaximum: Rule = {
  name: 'receiveCountNearMaximum',
  order: 70,
  watches: 'Messages one receive away from the dead-letter queue',
  kinds: ['received'],
  isAboutStored: true,
  endsWithDeadLetter: true,
  evaluate(input) {
    const { record, context, queueArn, caller } = input;
    const { receiveCount = 0, messageNumber } = record;
    const ownCount = countReceives(input);
    // A first receive is close to nothing, even where the maximum is 1.
    if (ownCount < 2) return undefined;
    const maximum = context.queue(queueArn)?.maximumReceives;
    if (maximum === undefined || ownCount < Math.ceil(maximum * CLOSE)) return undefined;
    const left = maximum - receiveCount;
    return {
      about: aboutConsumer(input),
      severity: 'information',
      title: l10n.t('Close to the dead-letter queue'),
      messageNumber,
      caller,
      explanation:
        left > 0
          ? l10n.t(
              'The last such message was received {0} times; maxReceiveCount is {1}. After {2} more, it moves to the dead-letter queue.',
              receiveCount,
              maximum,
              left,
            )
          : l10n.t(
              'The last such message was received {0} times; maxReceiveCount is {1}. The next receive moves it to the dead-letter queue.',
              receiveCount,
              maximum,
            ),
      remedy: l10n.t(
        'Find out why it was not deleted. If timeouts are the cause, increase the visibility timeout; raising maxReceiveCount only delays the problem.',
      ),
    };
  },
};
