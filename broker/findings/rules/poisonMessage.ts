import * as l10n from '@vscode/l10n';
import { aboutConsumer, type Rule } from '../rule.ts';

/** From this many receives of one message by one consumer, it counts as a poison message. */
const RECEIVES = 3;

/** A message that the same consumer receives repeatedly without deleting it, while it processes others. */
export const poisonMessage: Rule = {
  name: 'poisonMessage',
  order: 40,
  watches: 'Messages that fail repeatedly',
  kinds: ['received'],
  isAboutStored: true,
  evaluate(input) {
    const { record, caller, work, context, queueArn } = input;
    const { messageNumber } = record;
    if (work === undefined || messageNumber === undefined) return undefined;
    const receives = work.receives.get(messageNumber) ?? 0;
    // A consumer that deletes nothing has another problem, and that has a finding of its own.
    const deletesNothing = work.deletedCount === 0 && work.undeleted.size > 1;
    if (receives < RECEIVES || deletesNothing) return undefined;
    const hasDeadLetters = context.queue(queueArn)?.maximumReceives !== undefined;
    return {
      about: aboutConsumer(input),
      severity: 'error',
      title: l10n.t('The same consumer keeps failing on the same messages'),
      messageNumber,
      caller,
      explanation: l10n.t(
        'This consumer received the last such message {0} times and did not delete it. Most likely, its handler fails on exactly these messages.',
        receives,
      ),
      remedy: hasDeadLetters
        ? l10n.t(
            'Check the bodies and how your handler processes them. The messages will move to the dead-letter queue eventually.',
          )
        : l10n.t(
            'Check the bodies and how your handler processes them, and set a redrive policy on the queue: without one, the messages are redelivered until they expire.',
          ),
    };
  },
};
