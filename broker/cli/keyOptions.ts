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

export const KEY_HELP = `Makes the key that a data folder is encrypted with, and changes it.

queueside key make FILE          writes a new key to a file that only you can read; never over another file
queueside key change [options]   wraps the keys of a data folder by another key; messages are not rewritten

  --data DIR           the data folder; no broker may be working on it
  --key-file FILE      its key of now; or set QUEUESIDE_MASTER_KEY
  --new-key-file FILE  its key from now on; or set QUEUESIDE_NEW_MASTER_KEY

Start the broker with the new key afterwards, and keep the old one for as long as you keep copies of the folder.
The answer is one line of JSON.
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
      if (file === undefined) throw new OptionError('say which FILE to make');
      if (Object.keys(values).length > 1) throw new OptionError('make takes a FILE and no options');
      return { kind: 'run', request: { do: 'make', file } };
    }
    if (verb !== 'change' || file !== undefined) throw new OptionError('say make FILE or change');
    const { data, 'key-file': keyFile, 'new-key-file': newKeyFile } = values;
    if (data === undefined || data === '') throw new OptionError('say with --data which folder');
    return { kind: 'run', request: { do: 'change', data, keyFile, newKeyFile } };
  } catch (error) {
    // parseArgs reports unknown options and missing values with a TypeError that has a code.
    if (error instanceof OptionError || (error instanceof TypeError && 'code' in error)) {
      return { kind: 'refused', reason: error.message };
    }
    throw error;
  }
}
