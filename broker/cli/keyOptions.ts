import { parseArgs } from 'node:util';

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

export type KeyCommand =
  | { readonly kind: 'run'; readonly request: KeyRequest }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly reason: string };

export const KEY_HELP = `Creates or changes the encryption key of a data folder.

queueside key make FILE          writes a new key to a file that only you can read; never over another file
queueside key change [options]   changes the key of a data folder; messages are not rewritten

  --data DIR           the data folder; stop its broker first
  --key-file FILE      its key of now; or set QUEUESIDE_MASTER_KEY
  --new-key-file FILE  its key from now on; or set QUEUESIDE_NEW_MASTER_KEY

Start the broker with the new key afterwards, and keep the old one for as long as you keep copies of the folder.
Prints one line of JSON.
`;

class OptionError extends Error {}

/** Reads what follows `key` on the command line. */
export function readKeyCommand(argv: readonly string[]): KeyCommand {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        'key-file': { type: 'string' },
        'new-key-file': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const [verb, file, ...rest] = positionals;
    if (verb === 'make' && rest.length === 0) {
      if (file === undefined) throw new OptionError('name the FILE to create');
      if (Object.keys(values).length > 1) throw new OptionError('make takes one FILE and no options');
      return { kind: 'run', request: { do: 'make', file } };
    }
    if (verb !== 'change' || file !== undefined) throw new OptionError('use make FILE or change');
    const { data, 'key-file': keyFile, 'new-key-file': newKeyFile } = values;
    if (data === undefined || data === '') throw new OptionError('use --data to name the folder');
    return { kind: 'run', request: { do: 'change', data, keyFile, newKeyFile } };
  } catch (error) {
    // parseArgs reports unknown options and missing values with a TypeError that has a code.
    if (error instanceof OptionError || (error instanceof TypeError && 'code' in error)) {
      return { kind: 'refused', reason: error.message };
    }
    throw error;
  }
}
