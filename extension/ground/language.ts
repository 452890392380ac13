let language = 'en';
let texts: string | undefined;

/** The language that texts, numbers and times are written in, such as `de`: the editor's if it has a translation. */
export function readLanguage(): string {
  return language;
}

/**
 * @param code as `vscode.env.language` has it
 * @param file with the texts, for programs that the extension starts; undefined: they write English
 */
export function setLanguage(code: string, file?: string): void {
  language = code;
  texts = file;
}

/** Makes the broker, or one of its commands, write in this language, whatever the locale of the shell is. */
export function listLanguageOptions(): readonly string[] {
  return texts === undefined ? ['--language', 'en'] : ['--language', language, '--texts', texts];
}
