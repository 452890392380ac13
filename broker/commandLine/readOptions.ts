import { parseArgs } from 'node:util';
import * as l10n from '@vscode/l10n';

/** The command line cannot be understood; the message says why. */
export class OptionError extends Error {}

/** Which options exist, and whether they take a value. */
export type OptionTable = Readonly<
  Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string }>
>;

export interface GivenOptions {
  /** Those that take a value, as far as they were given. */
  readonly texts: Readonly<Partial<Record<string, string>>>;
  /** Those that were given and take none. */
  readonly flags: ReadonlySet<string>;
  /** What is no option. */
  readonly words: readonly string[];
}

/**
 * Reads options. Node.js reports what is wrong in English only, so that it is checked here.
 * @throws OptionError
 */
export function readOptions(
  argv: readonly string[],
  options: OptionTable,
  takesWords: boolean,
): GivenOptions {
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  const texts: Partial<Record<string, string>> = {};
  const flags = new Set<string>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (!takesWords) throw new OptionError(l10n.t('{0} is not an option', token.value));
      words.push(token.value);
    }
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) throw new OptionError(l10n.t('unknown option {0}', rawName));
    if (option.type === 'boolean') {
      if (value !== undefined) throw new OptionError(l10n.t('{0} does not take a value', rawName));
      flags.add(name);
      continue;
    }
    // A word that looks like an option is one whose value was forgotten; `--name=-value` is meant so.
    const isForgotten = value === undefined || (!inlineValue && /^-./.test(value));
    if (isForgotten) throw new OptionError(l10n.t('{0} needs a value', rawName));
    texts[name] = value;
  }
  return { texts, flags, words };
}
