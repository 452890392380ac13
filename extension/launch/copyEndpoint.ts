import { l10n } from 'vscode';
import type { BrokerSession } from '../broker/session.ts';
import { copyText } from '../ground/copyText.ts';

export async function copyEndpoint({ session }: { readonly session: BrokerSession }): Promise<void> {
  const { endpoint } = await session.start();
  await copyText(endpoint, l10n.t('Copied {0}', endpoint));
}
