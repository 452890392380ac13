import * as l10n from '@vscode/l10n';
import { describeLanguage } from '../commandLine/commonOptions.ts';
import { formatHelp } from '../commandLine/formatHelp.ts';
import { readCommandLine, type Reading } from '../commandLine/readCommandLine.ts';
import { OptionError } from '../commandLine/readOptions.ts';

/** The options of `queueside key`. */
export type KeyRequest =
  | { readonly do: 'make'; readonly file: string }
  | {
      readonly do: 'change';
      readonly data: string;
      /** Undefined: by environment. */
      readonly keyFile: string | undefined;
      readonly newKeyFile: string | undefined;
    };

export type KeyCommand = Reading<{ readonly request: KeyRequest }>;

/** The text of `queueside key --help`. */
export function describeKey(): string {
  return formatHelp({
    purpose: l10n.t('Creates or changes the encryption key of a data folder.'),
    forms: [
      [
        'queueside key make FILE',
        l10n.t('writes a new key to a file that only you can read; never overwrites a file'),
      ],
      [
        'queueside key change [options]',
        l10n.t('changes the key of a data folder; messages are not rewritten'),
      ],
    ],
    options: [
      ['--data DIR', l10n.t('the data folder; stop its broker first')],
      ['--key-file FILE', l10n.t('its current key; or set {0}', 'QUEUESIDE_MASTER_KEY')],
      ['--new-key-file FILE', l10n.t('its new key; or set {0}', 'QUEUESIDE_NEW_MASTER_KEY')],
      ['--language TAG', describeLanguage()],
    ],
    notes: [
      l10n.t(
        'Start the broker with the new key afterwards, and keep the old one for as long as you keep copies of the folder.',
      ),
      l10n.t('Prints one line of JSON.'),
    ],
  });
}

const OPTIONS = {
  data: { type: 'string' },
  'key-file': { type: 'string' },
  'new-key-file': { type: 'string' },
} as const;

/** Reads what follows `key` on the command line. */
export function readKeyCommand(argv: readonly string[]): KeyCommand {
  return readCommandLine(argv, { options: OPTIONS, takesWords: true }, ({ texts, words }) => {
    const [verb, file, ...rest] = words;
    if (verb === 'make' && rest.length === 0) {
      if (file === undefined) throw new OptionError(l10n.t('name the FILE to create'));
      const isBare = Object.keys(OPTIONS).every((name) => texts[name] === undefined);
      if (!isBare) throw new OptionError(l10n.t('make takes one FILE and no options'));
      return { request: { do: 'make', file } };
    }
    if (verb !== 'change' || file !== undefined) throw new OptionError(l10n.t('use make FILE or change'));
    const { data, 'key-file': keyFile, 'new-key-file': newKeyFile } = texts;
    if (data === undefined || data === '') throw new OptionError(l10n.t('use --data to name the folder'));
    return { request: { do: 'change', data, keyFile, newKeyFile } };
  });
}
