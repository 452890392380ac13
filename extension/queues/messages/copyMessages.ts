import { l10n } from 'vscode';
import { copyMessages } from '../../../broker/protocol/message.ts';
import { forCount } from '../../ground/forCount.ts';
import { sendElsewhere, type SendElsewhereNeeds } from './sendElsewhere.ts';

/** Sends copies of messages to another queue; the messages stay. */
export async function copyMessagesCommand(
  services: SendElsewhereNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const transfer = {
    title: l10n.t('Copy Messages'),
    method: copyMessages,
    describe: (count: number, name: string) =>
      forCount(
        count,
        l10n.t('Copied 1 message to {0}.', name),
        l10n.t('Copied {0} messages to {1}.', count, name),
      ),
  };
  await sendElsewhere(services, transfer, target, selection);
}
