import { l10n, window } from 'vscode';
import { clearFaults } from '../../broker/protocol/faults.ts';
import type { Services } from '../services.ts';

export async function stopAllFaults({ session, faults }: Services): Promise<void> {
  faults.adopt(await session.request(clearFaults, {}));
  window.setStatusBarMessage(l10n.t('All faults are turned off.'), 5_000);
}
