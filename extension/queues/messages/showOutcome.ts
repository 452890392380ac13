import { l10n, window } from 'vscode';
import type { MessagesResult } from '../../../broker/protocol/message.ts';

/**
 * Shows the result of an operation on messages: briefly on success, otherwise with the reason.
 * @param text says what was done, with the number of messages as its `{0}`
 * @param place where success is shown: as a notification if the operation can take so long that users do not wait for it
 */
export function showOutcome(
  text: (count: number) => string,
  { done, missed }: MessagesResult,
  place: 'statusBar' | 'notification' = 'statusBar',
): void {
  const reason = missed[0]?.reason;
  if (reason === undefined) {
    if (place === 'statusBar') window.setStatusBarMessage(text(done.length), 5_000);
    else void window.showInformationMessage(text(done.length));
    return;
  }
  const rest = l10n.t('Skipped: {0}. {1}', missed.length, reason);
  void window.showWarningMessage(`${text(done.length)} ${rest}`);
}
