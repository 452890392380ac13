import { aboutConsumer, type Rule } from './rule.ts';

/** From this many receives of one message by one consumer, it counts as a poison message. */
const RECEIVES = 3;

/** A message that the same consumer receives repeatedly without deleting it, while it processes others. */
export const poisonMessage: Rule = {
  name: 'poisonMessage',
  kinds: ['received'],
  isAboutStored: true,
  look(scene) {
    const { record, caller, work, context, queueArn } = scene;
    const { messageNumber } = record;
    if (work === undefined || messageNumber === undefined) return undefined;
    const receives = work.receives.get(messageNumber) ?? 0;
    // A consumer that deletes nothing has another problem, and that has a finding of its own.
    const deletesNothing = work.deletedCount === 0 && work.undeleted.size > 1;
    if (receives < RECEIVES || deletesNothing) return undefined;
    const hasDeadLetters = context.queue(queueArn)?.maximumReceives !== undefined;
    return {
      about: aboutConsumer(scene),
      severity: 'error',
      title: 'The same consumer fails at the same messages',
      messageNumber,
      caller,
      explanation:
        `This consumer received the last such message ${receives} times and did not delete it. ` +
        'Most likely its handler throws or gives up on exactly these messages.',
      remedy: hasDeadLetters
        ? 'Look at the bodies and at what the handler does with them; the dead-letter queue will take them in the end.'
        : 'Look at the bodies and at what the handler does with them, and give the queue a redrive policy: without one, the messages come back until their retention ends.',
    };
  },
};
