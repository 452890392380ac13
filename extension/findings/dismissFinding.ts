import { l10n, window } from 'vscode';
import { dismissFinding } from '../../broker/protocol/findings.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { pickFinding, type PickFindingNeeds } from './pickFinding.ts';

interface Needs extends PickFindingNeeds {
  readonly session: BrokerClient;
}

/** Takes a finding away until all findings are cleared. */
export async function dismissFindingCommand(services: Needs, target?: unknown): Promise<void> {
  const finding = await pickFinding(services, target, { title: l10n.t('Dismiss Finding') });
  if (!finding) return;
  await services.session.request(dismissFinding, { findingId: finding.id });
  window.setStatusBarMessage(l10n.t('Dismissed “{0}”.', finding.title), 5_000);
}
