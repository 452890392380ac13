/** A wildcard pattern: the texts between its asterisks, of which the first and the last may be empty. */
export type Wildcard = readonly Piece[];

interface Piece {
  readonly text: string;
  /** For each length of a prefix, how long its longest border is: where a search goes on after a mismatch. */
  readonly borders: readonly number[];
}

/**
 * Reads a wildcard pattern: `*` is any run of characters, `\*` an asterisk, `\\` a backslash.
 * @returns undefined: two asterisks in a row, or a backslash before anything else
 */
export function readWildcard(pattern: string): Wildcard | undefined {
  const texts: string[] = [];
  let text = '';
  for (let place = 0; place < pattern.length; place++) {
    const character = pattern.charAt(place);
    if (character === '*') {
      if (pattern.charAt(place + 1) === '*') return undefined;
      texts.push(text);
      text = '';
    } else if (character === '\\') {
      const escaped = pattern.charAt(++place);
      if (escaped !== '*' && escaped !== '\\') return undefined;
      text += escaped;
    } else text += character;
  }
  return [...texts, text].map((each) => ({ text: each, borders: listBorders(each) }));
}

/** Time grows with the length of the text only: each piece is searched for from where the one before it ended, once. */
export function matchesWildcard(text: string, pattern: Wildcard): boolean {
  const first = pattern[0]?.text ?? '';
  const last = pattern.at(-1)?.text ?? '';
  if (pattern.length === 1) return text === first;
  if (text.length < first.length + last.length) return false;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let place = first.length;
  for (const piece of pattern.slice(1, -1)) {
    const found = findPiece(text, piece, place, end);
    if (found === undefined) return false;
    place = found;
  }
  return true;
}

/** Knuth, Morris and Pratt's search. @returns the place behind the piece */
function findPiece(
  text: string,
  { text: piece, borders }: Piece,
  from: number,
  end: number,
): number | undefined {
  let matched = 0;
  for (let place = from; place < end; place++) {
    while (matched > 0 && text.charCodeAt(place) !== piece.charCodeAt(matched))
      matched = borders[matched] ?? 0;
    if (text.charCodeAt(place) === piece.charCodeAt(matched)) matched += 1;
    if (matched === piece.length) return place + 1;
  }
  return undefined;
}

function listBorders(piece: string): number[] {
  const borders = [0, 0];
  let border = 0;
  for (let place = 1; place < piece.length; place++) {
    while (border > 0 && piece.charCodeAt(place) !== piece.charCodeAt(border)) border = borders[border] ?? 0;
    if (piece.charCodeAt(place) === piece.charCodeAt(border)) border += 1;
    borders.push(border);
  }
  return borders;
}
