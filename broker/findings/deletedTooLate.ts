import { aboutConsumer, aboutTimelyConsumer, formatSeconds, type Rule } from './rule.ts';

/** A deletion that came when the message was visible again, or had been received by someone else already. */
export const deletedTooLate: Rule = {
  name: 'deletedTooLate',
  kinds: ['deleted', 'rejected'],
  mend: { kinds: ['deleted'], look: aboutTimelyConsumer },
  look(scene) {
    const { record, caller, flight } = scene;
    if (!record.isLate || flight === undefined || flight.timeoutMs === 0 || flight.isHeld) return undefined;
    const isIgnored = record.kind === 'rejected';
    const handling = formatSeconds(record.at - flight.receivedAt);
    return {
      about: aboutConsumer(scene),
      severity: 'error',
      title: 'Deleted after its visibility timeout had run out',
      messageNumber: record.messageNumber,
      caller,
      explanation: isIgnored
        ? 'The message had been received again when the first receiver deleted it. The deletion was answered with success ' +
          'and did nothing: the work is done twice, and the message stays until the newer receive deletes it.'
        : `The message was deleted ${handling} after it was received, but it was hidden for ` +
          `${formatSeconds(flight.timeoutMs)} only. In between, any consumer could receive it again and do the work ` +
          'twice; on a FIFO queue the deletion would have failed.',
      remedy:
        'Extend the visibility timeout while the handler works (ChangeMessageVisibility), or give the queue a longer one.',
    };
  },
};
