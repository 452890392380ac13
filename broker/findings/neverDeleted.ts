import { aboutConsumer, type Rule } from './rule.ts';
import { addUndeleted } from './tracker.ts';

/** So many different messages, and none of them deleted. */
const PATTERN = 3;

/** A consumer that receives but never deletes, so that every message is redelivered. */
export const neverDeleted: Rule = {
  name: 'neverDeleted',
  kinds: ['expired'],
  isAboutStored: true,
  mend: { kinds: ['deleted'], look: aboutConsumer },
  look(scene) {
    const { record, caller, work, flight } = scene;
    if (work === undefined || record.messageNumber === undefined) return undefined;
    if (flight?.isEndedByJump === true) return undefined;
    addUndeleted(work, record.messageNumber);
    if (work.deletedCount > 0 || work.undeleted.size < PATTERN) return undefined;
    return {
      about: aboutConsumer(scene),
      severity: 'error',
      title: 'Messages are received and never deleted',
      messageNumber: record.messageNumber,
      caller,
      explanation:
        `${work.undeleted.size} messages came to this consumer, their visibility timeouts ran out, and it has not deleted ` +
        'a single one on this queue. They are delivered again and again until their retention ends or a dead-letter ' +
        'queue takes them.',
      remedy: 'Call DeleteMessage with the receipt handle when the work on a message is done.',
    };
  },
};
