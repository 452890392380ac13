import { l10n, window } from 'vscode';
import { clearFaults } from '../../broker/protocol/faults.ts';
import type { BrokerSession } from '../broker/session.ts';
import type { FaultStore } from './faultStore.ts';

export async function stopAllFaults({
  session,
  faults,
}: {
  readonly faults: FaultStore;
  readonly session: BrokerSession;
}): Promise<void> {
  faults.adopt(await session.request(clearFaults, {}));
  window.setStatusBarMessage(l10n.t('All faults are off.'), 5_000);
}
