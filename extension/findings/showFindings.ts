import { commands, l10n, window } from 'vscode';
import { VIEWS } from '../ground/ids.ts';
import type { FindingStore } from './findingStore.ts';

/** Shows the Findings view, which is only there while there are findings. */
export async function showFindings({ findings }: { readonly findings: FindingStore }): Promise<void> {
  if (findings.findings.length > 0) {
    await commands.executeCommand(`${VIEWS.findings}.focus`);
    return;
  }
  void window.showInformationMessage(l10n.t('No findings.'));
}
