import { l10n, window } from 'vscode';
import type { BreakpointHolds } from './hold.ts';

/** Resumes the visibility timeouts of paused programs until their next stop. */
export async function resumeVisibilityTimeouts({
  holds,
}: {
  readonly holds: BreakpointHolds;
}): Promise<void> {
  if (holds.count === 0) {
    void window.showInformationMessage(l10n.t('No visibility timeouts are paused.'));
    return;
  }
  holds.resumeUntilNextStop();
  window.setStatusBarMessage(l10n.t('Visibility timeouts run again until your program pauses.'), 5_000);
}
