/**
 * Characters that would draw nothing, all the same box, or the text around them in another direction. Tabs and line ends
 * stay; joiners stay, as emoji and scripts need them.
 */
export const HIDDEN_CHARACTERS =
  /(?![\t\n\r])\p{Cc}|\r(?!\n)|[\xAD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060\u2066-\u2069\uFEFF]/gu;

const HIDDEN_RUN = new RegExp(`(?:${HIDDEN_CHARACTERS.source})+`, 'gu');

/** A text in which each character can be seen, if need be as `\u202E`: many fonts have no signs for control characters. */
export function revealHidden(text: string): string {
  return text.replace(HIDDEN_CHARACTERS, writeCharacter);
}

/** A part of a text: as it is, or characters that cannot be seen, written out. */
export interface SeenPiece {
  readonly text: string;
  /** Such as `U+0000 U+001B`; undefined for what is in the text as it stands. */
  readonly codePoints?: string;
}

/** More is written out without saying so: the browser would lay out a piece for each other character. */
const MAXIMUM_PIECES = 500;
/** A title that lists more says no more. */
const LISTED_CODE_POINTS = 4;

/** As {@link revealHidden}, in pieces, so that what is written out can be told from what was typed like that. */
export function splitHidden(text: string): readonly SeenPiece[] {
  const pieces: SeenPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(HIDDEN_RUN)) {
    if (pieces.length >= MAXIMUM_PIECES) break;
    const [run] = match;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
    pieces.push({ text: revealHidden(run), codePoints: listCodePoints(run) });
    at = match.index + run.length;
  }
  if (at < text.length) pieces.push({ text: revealHidden(text.slice(at)) });
  return pieces;
}

function listCodePoints(run: string): string {
  const listed = Array.from(run.slice(0, LISTED_CODE_POINTS), (character) => `U+${writeHex(character)}`);
  return [...listed, ...(run.length > LISTED_CODE_POINTS ? ['…'] : [])].join(' ');
}

/** How many characters are drawn for one of these units; 1 for those that can be seen. */
export function countDrawn(unit: number): number {
  const character = String.fromCharCode(unit);
  return revealHidden(character).length;
}

function writeCharacter(character: string): string {
  return `\\u${writeHex(character)}`;
}

function writeHex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}
