import { l10n, window } from 'vscode';
import type { Services } from '../services.ts';

/** Lets the visibility clock of the stopped programs run until their next stop. */
export async function letGoHolds({ holds }: Services): Promise<void> {
  if (holds.count === 0) {
    void window.showInformationMessage(l10n.t('No visibility timeouts are paused.'));
    return;
  }
  holds.letGo();
  window.setStatusBarMessage(l10n.t('Visibility timeouts run again until your program pauses.'), 5_000);
}
