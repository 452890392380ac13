import { type CancellationToken, ProgressLocation, window } from 'vscode';

/** A start that takes longer than this is shown, with a way out. */
const SHOW_PROGRESS_AFTER_MS = 800;

/** @returns undefined when the user does not want to wait */
export function waitVisibly<T>(
  starting: Promise<T>,
  title: string,
  cancellation: CancellationToken | undefined,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve(undefined);
    const listener = cancellation?.onCancellationRequested(giveUp);
    const timer = setTimeout(() => {
      void window.withProgress(
        { location: ProgressLocation.Notification, title, cancellable: true },
        (_progress, token) => {
          token.onCancellationRequested(giveUp);
          return starting.then(
            () => undefined,
            () => undefined,
          );
        },
      );
    }, SHOW_PROGRESS_AFTER_MS);
    starting.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      listener?.dispose();
    });
  });
}
