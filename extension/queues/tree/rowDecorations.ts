import { type Disposable, FileDecoration, l10n, ThemeColor, Uri, window } from 'vscode';

const SCHEME = 'queueside-row';
/** Rows of dead-letter queues with messages have this address. */
export const DEAD_LETTERS_URI = Uri.from({ scheme: SCHEME, path: '/deadLetters' });
/** Rows of alarms that have gone off, and of their queues, have this address; other rows have none. */
export const ALARM_URI = Uri.from({ scheme: SCHEME, path: '/alarm' });

/** Gives rows that want to be noticed a colour and, for those who do not see it, a sign at the end of the row. */
export function decorateRows(): Disposable {
  return window.registerFileDecorationProvider({
    provideFileDecoration: ({ scheme, path }) => {
      if (scheme !== SCHEME) return undefined;
      // Unlike `list.warningForeground`, high contrast themes have these colours too.
      if (path === DEAD_LETTERS_URI.path)
        return new FileDecoration(
          '!',
          l10n.t('Has dead letters'),
          new ThemeColor('problemsWarningIcon.foreground'),
        );
      return path === ALARM_URI.path
        ? new FileDecoration('A', l10n.t('In alarm'), new ThemeColor('problemsErrorIcon.foreground'))
        : undefined;
    },
  });
}
