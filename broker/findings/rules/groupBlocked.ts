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
      title: 'Message groups are blocked',
      messageNumber,
      caller,
      explanation:
        `The first message of group ${groupId} was received ${receiveCount} times and not deleted. ` +
        `${waiting === 1 ? 'One message waits' : `${waiting} messages wait`} behind it: a FIFO queue delivers nothing of a ` +
        'group until the messages before it are deleted.',
      remedy:
        'Process the first message, or set a redrive policy that moves it to a dead-letter queue. Use more, smaller groups if order does not matter.',
    };
  },
};
