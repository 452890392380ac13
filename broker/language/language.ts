let language = 'en';

/** The language that texts and numbers are written in, such as `de`. */
export function readLanguage(): string {
  return language;
}

/** @param tag of a language whose texts were loaded */
export function setLanguage(tag: string): void {
  language = tag;
}
