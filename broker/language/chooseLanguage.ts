type Environment = Readonly<Record<string, string | undefined>>;

/** What decides in which language a program writes. */
export interface ChosenLanguage {
  /** A tag such as `de` or `pt-BR`. */
  readonly language: string;
  /** A file of texts that the caller named; undefined: the one beside the program. */
  readonly texts: string | undefined;
}

/** Of the locale, in the order in which POSIX reads them. */
const LOCALE_VARIABLES = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const;
/** The form of a tag such as `de` or `pt-BR`; it is also part of the name of a file. */
const LANGUAGE_TAG = /^[a-z]{2,3}(?:-[A-Za-z\d]{2,8}){0,3}$/;

/** Whether numbers can be written in it: `de-12` has the form of a tag, and formatting a number with it throws. */
export function isLanguageTag(text: string): boolean {
  if (!LANGUAGE_TAG.test(text)) return false;
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

/**
 * The language of a command: `--language`, then QUEUESIDE_LANGUAGE, then the locale of the shell. Looks for the options
 * before the command line is read, because what is wrong there is already said in that language.
 */
export function chooseLanguage(argv: readonly string[], environment: Environment): ChosenLanguage {
  const named = findOption(argv, 'language') ?? environment['QUEUESIDE_LANGUAGE'];
  const language = named === undefined || named === '' ? readLocale(environment) : named;
  return {
    // What is wrong with a tag is reported when the command line is read.
    language: [language, language.split('-')[0] ?? ''].find(isLanguageTag) ?? 'en',
    texts: findOption(argv, 'texts') ?? environment['QUEUESIDE_TEXTS'],
  };
}

/** `de_DE.UTF-8` is `de-DE`; `C` and `POSIX` are English. */
function readLocale(environment: Environment): string {
  const locale = LOCALE_VARIABLES.map((name) => environment[name]).find((value) => value) ?? '';
  return locale.replace(/[.@].*$/, '').replaceAll('_', '-');
}

function findOption(argv: readonly string[], name: string): string | undefined {
  const at = argv.findLastIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  const word = argv[at];
  if (word === undefined) return undefined;
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : argv[at + 1];
}
