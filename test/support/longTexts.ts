/** How much longer than English a translation may be. */
const FACTOR = 1.4;

/**
 * A language whose words are 1.4 times as long as the English ones, with their last letters again: `Sentnt`. Placeholders
 * stay. Words as a whole grow, not only sentences: compounds do not wrap.
 */
export function makeLongTexts(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.keys(texts).map((text) => [text, text.replaceAll(/\{\w+\}|\p{L}+/gu, lengthen)]),
  );
}

function lengthen(word: string): string {
  return word.startsWith('{') ? word : word + word.slice(-Math.ceil(word.length * (FACTOR - 1)));
}
