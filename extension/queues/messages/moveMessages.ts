import { l10n } from 'vscode';
import { moveMessages } from '../../../broker/protocol/message.ts';
import { forCount } from '../../ground/forCount.ts';
import { sendElsewhere, type SendElsewhereNeeds } from './sendElsewhere.ts';

/** Takes messages out of their queue and sends them to another. */
export async function moveMessagesCommand(
  services: SendElsewhereNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const transfer = {
    title: l10n.t('Move Messages'),
    method: moveMessages,
    describe: (count: number, name: string) =>
      forCount(
        count,
        l10n.t('Moved 1 message to {0}.', name),
        l10n.t('Moved {0} messages to {1}.', count, name),
      ),
  };
  await sendElsewhere(services, transfer, target, selection);
}
