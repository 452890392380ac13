import { l10n } from 'vscode';
import { openPicked } from './openMessage.ts';
import { pickMessage, type PickMessageNeeds } from './pickMessage.ts';

/** Looks at a waiting message without receiving it. */
export async function peekMessagesCommand(services: PickMessageNeeds, target?: unknown): Promise<void> {
  const picked = await pickMessage(services, target, l10n.t('Peek'));
  if (picked) await openPicked(picked);
}
