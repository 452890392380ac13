let language = 'en';

/** The language that texts, numbers and times are written in, such as `de`: the editor's if it has a translation. */
export function readLanguage(): string {
  return language;
}

/** @param code as `vscode.env.language` has it */
export function setLanguage(code: string): void {
  language = code;
}
