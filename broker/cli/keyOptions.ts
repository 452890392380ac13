import { OptionError, readCommandLine, type Reading } from './commandLine.ts';

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

export const KEY_HELP = `Creates or changes the encryption key of a data folder.

queueside key make FILE          writes a new key to a file that only you can read; never over another file
queueside key change [options]   changes the key of a data folder; messages are not rewritten

  --data DIR           the data folder; stop its broker first
  --key-file FILE      its key of now; or set QUEUESIDE_MASTER_KEY
  --new-key-file FILE  its key from now on; or set QUEUESIDE_NEW_MASTER_KEY

Start the broker with the new key afterwards, and keep the old one for as long as you keep copies of the folder.
Prints one line of JSON.
`;

const OPTIONS = {
  data: { type: 'string' },
  'key-file': { type: 'string' },
  'new-key-file': { type: 'string' },
} as const;

/** Reads what follows `key` on the command line. */
export function readKeyCommand(argv: readonly string[]): KeyCommand {
  return readCommandLine(argv, { options: OPTIONS, takesWords: true }, ({ values, positionals }) => {
    const [verb, file, ...rest] = positionals;
    if (verb === 'make' && rest.length === 0) {
      if (file === undefined) throw new OptionError('name the FILE to create');
      if (Object.keys(values).length > 0) throw new OptionError('make takes one FILE and no options');
      return { request: { do: 'make', file } };
    }
    if (verb !== 'change' || file !== undefined) throw new OptionError('use make FILE or change');
    const { data, 'key-file': keyFile, 'new-key-file': newKeyFile } = values;
    if (data === undefined || data === '') throw new OptionError('use --data to name the folder');
    return { request: { do: 'change', data, keyFile, newKeyFile } };
  });
}
