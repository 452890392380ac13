import type { Hit } from './textSearch.ts';

/** A part of a row that is drawn in one way. */
export interface Piece {
  readonly text: string;
  /** Classes of the style sheet; empty: plain text. */
  readonly look: string;
}

/** Colours end here: the browser would lay out a span for each comma. */
const COLOURED_CHARACTERS = 1_000;

const TOKEN = /"(?:\\.|[^"\\])*"?(\s*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/gu;

/** The colours of a row of JSON. A row that goes on with a line may begin in a string, so it has none. */
export function colourJson(text: string): readonly Piece[] {
  if (text.length > COLOURED_CHARACTERS) return [{ text, look: '' }];
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [token, colon] = match;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), look: '' });
    const end = colon === undefined ? token.length : token.length - colon.length;
    pieces.push({ text: token.slice(0, end), look: chooseLook(token, colon !== undefined) });
    if (colon !== undefined) pieces.push({ text: colon, look: '' });
    at = match.index + token.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), look: '' });
  return pieces;
}

function chooseLook(token: string, isName: boolean): string {
  if (isName) return 'json-name';
  if (token.startsWith('"')) return 'json-string';
  return /^[-\d]/u.test(token) ? 'json-number' : 'json-word';
}

/** Marks the hits in the pieces of a row. @param from where the row begins in the text */
export function markHits(
  pieces: readonly Piece[],
  from: number,
  hits: Iterable<Hit & { readonly index: number }>,
  current: number,
): readonly Piece[] {
  let marked = pieces;
  for (const hit of hits) {
    const look = hit.index === current ? 'hit current' : 'hit';
    marked = markOne(marked, hit.from - from, hit.to - from, look);
  }
  return marked;
}

function markOne(pieces: readonly Piece[], from: number, to: number, look: string): readonly Piece[] {
  let at = 0;
  return pieces.flatMap(({ text, look: own }) => {
    const [start, end] = [Math.max(0, from - at), Math.min(text.length, to - at)];
    at += text.length;
    if (start >= end) return [{ text, look: own }];
    return [
      { text: text.slice(0, start), look: own },
      { text: text.slice(start, end), look: `${own} ${look}` },
      { text: text.slice(end), look: own },
    ].filter((piece) => piece.text !== '');
  });
}
