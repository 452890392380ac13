import { l10n, window } from 'vscode';
import { resetClock } from '../../broker/protocol/clock.ts';
import type { Services } from '../services.ts';

/** Brings the broker's clock back to real time; messages keep their age and what is left to them. */
export async function resetClockCommand({ session, clock }: Services): Promise<void> {
  clock.adopt(await session.request(resetClock, {}));
  window.setStatusBarMessage(l10n.t('The broker’s clock is back at real time.'), 5_000);
}
