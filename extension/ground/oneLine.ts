import { revealHidden } from '../../broker/protocol/hiddenCharacters.ts';

/** Of a longer text only the start is looked at: no label shows more. */
const READ_CHARACTERS = 4096;

/** White space and line ends: each run of them becomes one space. */
const BLANKS = /[\s\u0085]+/gu;
/** Marks that change the direction of the text around them; a text may leave them open. */
const DIRECTION_MARKS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/** Letters of scripts that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** Characters that are drawn as wide as two letters. */
const WIDE =
  /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[\u3000-\u303F\uFF01-\uFF60]/u;

/** What is left of an emoji that was cut in two. */
const HALF_CHARACTERS = /\p{Cs}/gu;
const REPLACEMENT = '\uFFFD';

const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';

const whole = new Intl.Segmenter();

/**
 * What a program wrote, on one line: for labels, hovers and lists. Right-to-left text is isolated, so that it does not move
 * what stands beside it. `webview/shared/oneLine.ts` is the same for the panels, where the style sheet cuts.
 * @param characters what is wider than so many usual letters is cut, between whole characters as people see them
 */
export function oneLine(text: string, characters = READ_CHARACTERS): string {
  const line = text
    .slice(0, READ_CHARACTERS)
    .replace(HALF_CHARACTERS, REPLACEMENT)
    .replace(DIRECTION_MARKS, '')
    .replace(BLANKS, ' ')
    .trim();
  const seen = revealHidden(line);
  const shown = cut(seen, characters);
  return RIGHT_TO_LEFT.test(shown) ? `${ISOLATE}${shown}${END_OF_ISOLATE}` : shown;
}

/** The start of a text that is as wide as so many letters. */
function cut(line: string, letters: number): string {
  // Only a wide character has more letters' room than units.
  if (line.length <= letters && !WIDE.test(line)) return line;
  let width = 0;
  let end = 0;
  for (const { segment, index } of whole.segment(line)) {
    width += WIDE.test(segment) ? 2 : 1;
    if (width > letters) return `${line.slice(0, end)}…`;
    // Without the last letter, whose room the ellipsis takes.
    if (width < letters) end = index + segment.length;
  }
  return line;
}

/** A text that a list would otherwise read icons out of, such as `$(trash)`. */
export function escapeIcons(text: string): string {
  return text.replace(/\$(?=\([\w~-]+\))/gu, '\\$');
}
