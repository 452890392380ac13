import * as l10n from '@vscode/l10n';
import { aboutConsumer, type Rule } from '../rule.ts';
import { addUndeleted } from '../tracker.ts';

/** So many different messages, and none of them deleted. */
const UNDELETED_MESSAGES = 3;

/** A consumer that receives but never deletes, so that every message is redelivered. */
export const neverDeleted: Rule = {
  name: 'neverDeleted',
  order: 30,
  watches: 'Messages received but never deleted',
  kinds: ['expired'],
  isAboutStored: true,
  mend: { kinds: ['deleted'], evaluate: aboutConsumer },
  evaluate(input) {
    const { record, caller, work, flight } = input;
    if (work === undefined || record.messageNumber === undefined) return undefined;
    if (flight?.isEndedByJump === true) return undefined;
    addUndeleted(work, record.messageNumber);
    if (work.deletedCount > 0 || work.undeleted.size < UNDELETED_MESSAGES) return undefined;
    return {
      about: aboutConsumer(input),
      severity: 'error',
      title: l10n.t('Messages are received and never deleted'),
      messageNumber: record.messageNumber,
      caller,
      explanation: l10n.t(
        'This consumer received {0} messages and deleted none of them in time. They will be redelivered until they expire or move to a dead-letter queue.',
        work.undeleted.size,
      ),
      remedy: l10n.t('Call DeleteMessage with the receipt handle after processing the message.'),
    };
  },
};
