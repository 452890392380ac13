import { l10n, window } from 'vscode';
import type { BreakpointHolds } from './hold.ts';

/** Lets the visibility clock of the stopped programs run until their next stop. */
export async function letGoHolds({ holds }: { readonly holds: BreakpointHolds }): Promise<void> {
  if (holds.count === 0) {
    void window.showInformationMessage(l10n.t('No program’s visibility clock is held.'));
    return;
  }
  holds.letGo();
  window.setStatusBarMessage(l10n.t('The visibility clock runs again, until the next stop.'), 5_000);
}
