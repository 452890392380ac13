import { parseArgs, type ParseArgsConfig } from 'node:util';

/** What a command line asks of a command. */
export type Reading<T> =
  | ({ readonly kind: 'run' } & T)
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly reason: string };

/** The command line cannot be understood; the message says why. */
export class OptionError extends Error {}

type OptionTable = NonNullable<ParseArgsConfig['options']>;

const HELP = { help: { type: 'boolean', short: 'h', default: false } } as const;

interface Words<O extends OptionTable> {
  /** Of the options; those that were not given and have no default are absent. */
  readonly values: ReturnType<typeof parseArgs<{ options: O }>>['values'];
  /** What is no option; a command that takes none refuses them. */
  readonly positionals: readonly string[];
}

/**
 * Reads what follows the name of a command. `--help` is an option of each.
 * @param read makes of the words what the command needs; throws {@link OptionError}
 */
export function readCommandLine<const O extends OptionTable, T extends object>(
  argv: readonly string[],
  { options, takesWords }: { readonly options: O; readonly takesWords: boolean },
  read: (words: Words<O>) => T,
): Reading<T> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: takesWords,
      options: { ...options, ...HELP },
    });
    const { help, ...given } = values as { help: boolean } & Record<string, unknown>;
    if (help) return { kind: 'help' };
    return { kind: 'run', ...read({ values: given as Words<O>['values'], positionals }) };
  } catch (error) {
    // parseArgs reports unknown options and missing values with a TypeError that has a code.
    if (error instanceof OptionError || (error instanceof TypeError && 'code' in error)) {
      return { kind: 'refused', reason: error.message };
    }
    throw error;
  }
}
