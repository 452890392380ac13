import * as l10n from '@vscode/l10n';
import { CancellationTokenSource, type InputBoxOptions, ProgressLocation, window } from 'vscode';
import type { ConnectionDefinition } from '../../broker/connections/definition.ts';

/** Shows that a connection takes a while, with a way to cancel that. */
export function showOpening(
  { name }: ConnectionDefinition,
  opening: Promise<void>,
  cancel: () => void,
): void {
  void window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Connecting to {0}', name),
      cancellable: true,
    },
    (_progress, cancellation) => {
      cancellation.onCancellationRequested(cancel);
      return opening;
    },
  );
}

/** @param signal takes the question away: no one waits for its answer */
export function askMfaCode(name: string, device: string, signal: AbortSignal): Promise<string | undefined> {
  const title = l10n.t('{0}: Multi-Factor Authentication', name);
  return askForText({ title, prompt: l10n.t('Enter the code of {0}', device) }, signal);
}

/** @param signal takes the question away: no one waits for its answer */
export async function askForText(options: InputBoxOptions, signal: AbortSignal): Promise<string | undefined> {
  if (signal.aborted) return undefined;
  const gone = new CancellationTokenSource();
  const end = () => gone.cancel();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await window.showInputBox({ ...options, ignoreFocusOut: true }, gone.token);
  } finally {
    signal.removeEventListener('abort', end);
    gone.dispose();
  }
}
