import { l10n } from 'vscode';
import type { Services } from '../services.ts';
import { copyText } from '../ground/copyText.ts';

export async function copyEndpoint({ session }: Services): Promise<void> {
  const { endpoint } = await session.start();
  await copyText(endpoint, l10n.t('Copied {0}', endpoint));
}
