import { l10n, window } from 'vscode';
import { resetBilling } from '../../broker/protocol/billing.ts';
import type { WithSession } from '../broker/brokerClient.ts';

/** Resets the counted calls, as at the start of a month. */
export async function resetBillingCommand({ session }: WithSession): Promise<void> {
  await session.request(resetBilling, {});
  window.setStatusBarMessage(l10n.t('Reset the cost estimate.'), 5_000);
}
