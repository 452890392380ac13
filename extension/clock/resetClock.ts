import { l10n, window } from 'vscode';
import { resetClock } from '../../broker/protocol/clock.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { BrokerClock } from './brokerClock.ts';
import { describeShortened } from './jumpText.ts';

/**
 * Brings the broker's clock back to real time. Messages keep their age and what is left to them, which is less where they
 * lived through a jump: that is said.
 */
export async function resetClockCommand({
  session,
  clock,
}: {
  readonly clock: BrokerClock;
  readonly session: BrokerClient;
}): Promise<void> {
  const state = await session.request(resetClock, {});
  clock.adopt(state);
  const text = l10n.t('The broker’s clock shows real time again.');
  if (state.shortened === undefined) window.setStatusBarMessage(text, 5_000);
  else void window.showInformationMessage(`${text} ${describeShortened(state.shortened)}`);
}
