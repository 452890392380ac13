import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { chooseLanguage } from './chooseLanguage.ts';
import { setLanguage } from './language.ts';

/** Where the package has the texts of the program, beside it. */
const FOLDER = join(__dirname, 'l10n');

/**
 * Loads the texts of the language that the caller wants. Without them, everything is English, also the numbers.
 * @returns why the texts that the caller named cannot be read; undefined when all is well
 */
export function useLanguage(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const { language, texts } = chooseLanguage(argv, environment);
  const file = texts ?? findBundle(language);
  if (file === undefined) return undefined;
  try {
    l10n.config({ fsPath: file });
    setLanguage(language);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The file of `pt-BR`, or of `pt`. */
function findBundle(language: string): string | undefined {
  const tag = language.toLowerCase();
  return [tag, tag.split('-')[0]]
    .map((name) => join(FOLDER, `bundle.l10n.${name}.json`))
    .find((path) => existsSync(path));
}
