/**
 * Characters that would draw nothing, all the same box, or the text around them in another direction. Tabs and line ends
 * stay; joiners stay, as emoji and scripts need them.
 */
const HIDDEN =
  /(?![\t\n\r])\p{Cc}|\r(?!\n)|[\xAD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060\u2066-\u2069\uFEFF]/gu;

/** A text in which each character can be seen, if need be as `\u202E`: many fonts have no signs for control characters. */
export function revealHidden(text: string): string {
  return text.replace(HIDDEN, writeCharacter);
}

/** How many characters are drawn for one of these units; 1 for those that can be seen. */
export function countDrawn(unit: number): number {
  const character = String.fromCharCode(unit);
  return revealHidden(character).length;
}

function writeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
