import { revealHidden } from '../../broker/protocol/hiddenCharacters.ts';

/** Of a longer text only the start is looked at: no cell shows more. */
const READ_CHARACTERS = 4096;

/** White space and line ends: each run of them becomes one space. */
const BLANKS = /[\s\u0085]+/gu;
/** Marks that change the direction of the text around them; a text may leave them open. */
const DIRECTION_MARKS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/** Letters of scripts that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** What is left of an emoji that was cut in two. */
const HALF_CHARACTERS = /\p{Cs}/gu;
const REPLACEMENT = '\uFFFD';

const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';

/**
 * What a program wrote, on one line: for rows, cells and labels. Right-to-left text is isolated, so that it does not move
 * what stands beside it. `extension/ground/oneLine.ts` is the same for the tree and its hovers.
 */
export function oneLine(text: string): string {
  const line = text
    .slice(0, READ_CHARACTERS)
    .replace(HALF_CHARACTERS, REPLACEMENT)
    .replace(DIRECTION_MARKS, '')
    .replace(BLANKS, ' ')
    .trim();
  const seen = revealHidden(line);
  return RIGHT_TO_LEFT.test(seen) ? `${ISOLATE}${seen}${END_OF_ISOLATE}` : seen;
}
