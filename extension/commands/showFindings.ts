import { commands, l10n, window } from 'vscode';
import { VIEWS } from '../ids.ts';
import type { Services } from '../services.ts';

/** Shows the Findings view, which is only there while there are findings. */
export async function showFindings({ findings }: Services): Promise<void> {
  if (findings.findings.length > 0) {
    await commands.executeCommand(`${VIEWS.findings}.focus`);
    return;
  }
  void window.showInformationMessage(l10n.t('No findings.'));
}
