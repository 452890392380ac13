const DELETE = 0x7f;
/** The signs that Unicode has for control characters, in their order, as in `␀` and `␛`. */
const CONTROL_PICTURES = 0x2400;
const DELETE_PICTURE = '\u2421';

/**
 * Characters that would draw nothing, all the same box, or the text around them in another direction. Tabs and line ends
 * stay; joiners stay, as emoji and scripts need them.
 */
const HIDDEN =
  /(?![\t\n\r])\p{Cc}|\r(?!\n)|[\xAD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060\u2066-\u2069\uFEFF]/gu;

/** A text in which each character can be seen: control characters as their signs, others as `\u202E`. */
export function revealHidden(text: string): string {
  return text.replace(HIDDEN, writeCharacter);
}

/** How many characters are drawn for one of these units; 1 for those that can be seen. */
export function countDrawn(unit: number): number {
  const character = String.fromCharCode(unit);
  return revealHidden(character).length;
}

function writeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(CONTROL_PICTURES + code);
  if (code === DELETE) return DELETE_PICTURE;
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
