import { l10n, window } from 'vscode';
import { pickFinding, type PickFindingNeeds } from './pickFinding.ts';

/** Takes a finding away until all findings are cleared. */
export async function dismissFindingCommand(services: PickFindingNeeds, target?: unknown): Promise<void> {
  const finding = await pickFinding(services, target, { title: l10n.t('Dismiss Finding') });
  if (!finding) return;
  await services.findings.dismiss(finding);
  window.setStatusBarMessage(l10n.t('Dismissed “{0}”.', finding.title), 5_000);
}
