import { type Disposable, FileDecoration, l10n, ThemeColor, Uri, window } from 'vscode';
import type { RemotePlace } from '../../connections/connection.ts';

const SCHEME = 'queueside-row';
const PROTECTION = '/protection/';
/** Rows of dead-letter queues with messages have this address. */
export const DEAD_LETTERS_URI = Uri.from({ scheme: SCHEME, path: '/deadLetters' });
/** Rows of alarms that have gone off, and of their queues, have this address; other rows have none. */
export const ALARM_URI = Uri.from({ scheme: SCHEME, path: '/alarm' });

/** Rows of connections to other endpoints have the address of their protection level. */
export function nameProtection(level: RemotePlace['level']): Uri {
  return Uri.from({ scheme: SCHEME, path: `${PROTECTION}${level}` });
}

/** Gives rows that want to be noticed a colour and, for those who do not see it, a sign at the end of the row. */
export function decorateRows(): Disposable {
  return window.registerFileDecorationProvider({
    provideFileDecoration: ({ scheme, path }) => {
      if (scheme !== SCHEME) return undefined;
      if (path.startsWith(PROTECTION)) return decorateProtection(path.slice(PROTECTION.length));
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

/** A letter for those who do not see the colour; the description beside the name has the whole word. */
function decorateProtection(level: string): FileDecoration | undefined {
  switch (level) {
    case 'readOnly':
      return new FileDecoration('R', l10n.t('Nothing can be changed.'));
    case 'confirm':
      return new FileDecoration('C', l10n.t('You are asked before each change.'));
    default:
      return undefined;
  }
}
