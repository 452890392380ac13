import { checkLanguage, COMMON_OPTIONS } from './commonOptions.ts';
import { type GivenOptions, OptionError, type OptionTable, readOptions } from './readOptions.ts';

/** What a command line asks of a command. */
export type Reading<T> =
  | ({ readonly kind: 'run' } & T)
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Reads what follows the name of a command. `--help` and `--language` are options of each.
 * @param read makes of the words what the command needs; throws {@link OptionError}
 */
export function readCommandLine<T extends object>(
  argv: readonly string[],
  { options, takesWords }: { readonly options: OptionTable; readonly takesWords: boolean },
  read: (given: GivenOptions) => T,
): Reading<T> {
  try {
    const given = readOptions(argv, { ...options, ...COMMON_OPTIONS }, takesWords);
    if (given.flags.has('help')) return { kind: 'help' };
    checkLanguage(given.texts['language']);
    return { kind: 'run', ...read(given) };
  } catch (error) {
    if (error instanceof OptionError) return { kind: 'refused', reason: error.message };
    throw error;
  }
}
