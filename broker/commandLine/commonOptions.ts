import * as l10n from '@vscode/l10n';
import { isLanguageTag } from '../language/chooseLanguage.ts';
import { OptionError } from './readOptions.ts';

/** The options that every command has. {@link useLanguage} has read the last two. */
export const COMMON_OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  language: { type: 'string' },
  texts: { type: 'string' },
} as const;

/** What the help says of `--language`. */
export function describeLanguage(): string {
  return l10n.t('language of texts and numbers, such as de; default: from LC_ALL, LC_MESSAGES or LANG');
}

/** What a language must be, to follow "must be". */
export function expectLanguage(): string {
  return l10n.t('a language such as de');
}

/** @throws OptionError */
export function checkLanguage(tag: string | undefined): void {
  if (tag === undefined || isLanguageTag(tag)) return;
  throw new OptionError(l10n.t("{0} must be {1}, not '{2}'", '--language', expectLanguage(), tag));
}
