import { type Disposable, FileDecoration, l10n, ThemeColor, Uri, window } from 'vscode';

/** Rows of dead-letter queues with messages have this address, and others none. */
export const DEAD_LETTERS_URI = Uri.from({ scheme: 'queueside-row', path: '/deadLetters' });

/** Gives rows of dead-letter queues with messages a colour and, for those who do not see it, a sign at the end of the row. */
export function decorateDeadLetters(): Disposable {
  return window.registerFileDecorationProvider({
    provideFileDecoration: ({ scheme, path }) =>
      scheme === DEAD_LETTERS_URI.scheme && path === DEAD_LETTERS_URI.path
        ? // Unlike `list.warningForeground`, high contrast themes have this colour too.
          new FileDecoration(
            '!',
            l10n.t('Has dead letters'),
            new ThemeColor('problemsWarningIcon.foreground'),
          )
        : undefined,
  });
}
