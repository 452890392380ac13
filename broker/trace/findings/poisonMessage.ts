import type { Rule } from './rule.ts';

/** From so many receives of one message by one consumer on it is taken for poison. */
const RECEIVES = 3;

/** A message that the same consumer receives again and again while it gets others done. */
export const poisonMessage: Rule = {
  name: 'poisonMessage',
  kinds: ['received'],
  look({ record, caller, work, context, queueArn }) {
    const { messageNumber } = record;
    if (work === undefined || messageNumber === undefined) return undefined;
    const receives = work.receives.get(messageNumber) ?? 0;
    // A consumer that deletes nothing has another problem, and that has a finding of its own.
    const deletesNothing = work.deletedCount === 0 && work.undeleted.size > 1;
    if (receives < RECEIVES || deletesNothing) return undefined;
    const hasDeadLetters = context.queue(queueArn)?.maximumReceives !== undefined;
    return {
      about: `${caller?.consumerId ?? ''} ${messageNumber}`,
      severity: 'error',
      title: 'The same consumer fails at the same message',
      messageNumber,
      caller,
      explanation:
        `This consumer received the message ${receives} times and did not delete it. ` +
        'Most likely its handler throws or gives up on exactly this message.',
      remedy: hasDeadLetters
        ? 'Look at the body and at what the handler does with it; the dead-letter queue will take it in the end.'
        : 'Look at the body and at what the handler does with it, and give the queue a redrive policy: without one, the message comes back until its retention ends.',
    };
  },
};
