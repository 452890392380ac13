import { l10n, window } from 'vscode';
import { NUMBER_ATTRIBUTES } from '../../../broker/api/queueAttributes.ts';
import { parseDuration } from '../../../broker/protocol/duration.ts';
import { forCount } from '../../ground/forCount.ts';
import type { PickQueueNeeds } from '../pickQueue.ts';
import { showOutcome } from './showOutcome.ts';
import { pickMessages } from './pickMessages.ts';

interface Needs extends PickQueueNeeds {
  /** Shown beside the debugged programs, and read again when their messages were changed. */
  readonly inFlight: { refresh(): Promise<void> };
}

const MAXIMUM_SECONDS = NUMBER_ATTRIBUTES.VisibilityTimeout.max;

/** Gives messages in flight a new visibility timeout, from now on. */
export async function extendMessagesCommand(
  services: Needs,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const title = l10n.t('Extend Visibility');
  const picked = await pickMessages(services, target, selection, {
    title,
    needs: ['change'],
    among: {
      states: ['inFlight'],
      none: (name) => l10n.t('{0} has no messages in flight.', name),
      nowhere: l10n.t('No queue has messages in flight.'),
    },
  });
  if (!picked) return;
  const { connection, queue, messages } = picked;
  const typed = await window.showInputBox({
    ignoreFocusOut: true,
    title,
    prompt: l10n.t('New visibility timeout from now (up to 12 hours), e.g. 90s, 10m or 2h30m'),
    value: '10m',
    validateInput: (value) =>
      readSeconds(value) === undefined ? l10n.t('Enter a duration from 1 second to 12 hours.') : undefined,
  });
  const visibilitySeconds = readSeconds(typed ?? '');
  if (visibilitySeconds === undefined) return;
  const result = await connection.can.change.extend({
    queueArn: queue.arn,
    messageIds: messages.map(({ messageId }) => messageId),
    visibilitySeconds,
  });
  showOutcome(
    (count) => forCount(count, l10n.t('Extended 1 message.'), l10n.t('Extended {0} messages.', count)),
    result,
  );
  await services.inFlight.refresh();
}

function readSeconds(text: string): number | undefined {
  const seconds = Math.round((parseDuration(text) ?? 0) / 1_000);
  return seconds >= 1 && seconds <= MAXIMUM_SECONDS ? seconds : undefined;
}
