import * as l10n from '@vscode/l10n';
import { formatTime } from '../../language/numbers.ts';
import { aboutConsumer, aboutTimelyConsumer, type Rule } from '../rule.ts';

/** A deletion that came when the message was visible again, or had been received by someone else already. */
export const deletedTooLate: Rule = {
  name: 'deletedTooLate',
  order: 10,
  watches: 'Messages deleted after their visibility timeout ended',
  kinds: ['deleted', 'rejected'],
  mend: { kinds: ['deleted'], evaluate: aboutTimelyConsumer },
  evaluate(input) {
    const { record, caller, flight, handlingMs } = input;
    if (!record.isLate || flight === undefined || flight.timeoutMs === 0 || flight.isHeld) return undefined;
    const isIgnored = record.kind === 'rejected';
    // A jump of the clock took the message from this receive, or from an earlier one, whose handle has come now.
    const isLateByJump = flight.isEndedByJump && (flight.isChanged || handlingMs < flight.timeoutMs);
    if (isLateByJump || (isIgnored && flight.endedBefore > 0)) return undefined;
    // The handle may be that of an earlier receive than the last one.
    const { receivedAt = flight.receivedAt } = record;
    const heldMs = handlingMs + Math.max(0, flight.receivedAt - receivedAt);
    // Through a gateway: another program has returned it before its time.
    if (!isIgnored && !flight.isChanged && heldMs < flight.timeoutMs) return undefined;
    return {
      about: aboutConsumer(input),
      severity: 'error',
      title: l10n.t('Deleted after its visibility timeout had ended'),
      messageNumber: record.messageNumber,
      caller,
      explanation: isIgnored
        ? l10n.t(
            'The message had been received again when the first receiver deleted it. The deletion succeeded but had no effect: the message is processed twice, and stays until the newer receive deletes it.',
          )
        : l10n.t(
            'The message was deleted {0} after it was received, but its visibility timeout was only {1}. In between, any consumer could receive and process it again. On a FIFO queue, the deletion would have failed.',
            formatTime(heldMs),
            formatTime(flight.timeoutMs),
          ),
      remedy: l10n.t(
        'Extend the visibility timeout while your handler runs (ChangeMessageVisibility), or set a longer one on the queue.',
      ),
    };
  },
};
