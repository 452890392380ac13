/** A text that is shorter is parsed in a few milliseconds, whatever it is made of. */
const SMALL_BYTES = 65_536;
/** The deepest that peers send has seven levels: an attribute's list in an entry of a batch. */
const MAXIMUM_DEPTH = 32;

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const STAR = 0x2a;
const COMMA = 0x2c;
const SLASH = 0x2f;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const LETTER_U = 0x75;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
/** Between the bytes of `[` and `]`, and of `{` and `}`. */
const OPENING_TO_CLOSING = 2;

/** What a text may be made of to be parsed. */
export interface JsonBounds {
  /** Members and elements, over all levels. */
  readonly members: number;
  /** Minimum bytes of the decoded text: an escape counts as one byte. */
  readonly textBytes: number;
}

/**
 * Whether a text may be given to `JSON.parse`, which blocks the process for as long as it takes: seconds for some
 * megabytes of brackets, or of small members. One pass over the bytes finds how deep the text is nested, how many
 * members and elements it has, and how much it says; the parser rejects texts that are not JSON.
 * @returns why it may not
 */
export function refuseJson(text: Uint8Array, bounds: JsonBounds): 'tooComplex' | 'tooLong' | undefined {
  if (text.length <= SMALL_BYTES) return undefined;
  const excess = findExcess(text, bounds, MAXIMUM_DEPTH);
  if (excess === undefined) return undefined;
  return excess.of === 'text' ? 'tooLong' : 'tooComplex';
}

/**
 * Where a text of JSON, with comments or not, is nested deeper than it may be. To be asked before a parser that calls itself
 * for each level, as those of jsonc-parser do: a text of nothing but brackets would end the process.
 * @returns the offset of the first bracket that is one too many, in UTF-16 units; undefined when there is none
 */
export function findTooDeep(text: string, maximumDepth: number): number | undefined {
  const bytes = Buffer.from(text);
  const excess = findExcess(bytes, UNBOUNDED, maximumDepth);
  return excess === undefined ? undefined : bytes.toString('utf8', 0, excess.offset).length;
}

const UNBOUNDED: JsonBounds = { members: Infinity, textBytes: Infinity };

interface Excess {
  readonly of: 'depth' | 'members' | 'text';
  /** In bytes. */
  readonly offset: number;
}

/**
 * Brackets that do not match, texts without an end and comments are taken as jsonc-parser takes them, so that no text seems
 * less deep than it is to that parser.
 */
function findExcess(text: Uint8Array, bounds: JsonBounds, maximumDepth: number): Excess | undefined {
  const { length } = text;
  const maximumSeparators = 2 * bounds.members;
  const openings = new Uint8Array(maximumDepth);
  let depth = 0;
  let separators = 0;
  let escapedBytes = 0;
  let isInString = false;
  for (let place = 0; place < length; place++) {
    if (place - escapedBytes > bounds.textBytes) return { of: 'text', offset: place };
    const byte = text[place] as number;
    if (isInString) {
      // Most letters, and all bytes of longer characters.
      if (byte > BACKSLASH) continue;
      if (byte === QUOTE || byte === NEWLINE || byte === CARRIAGE_RETURN) isInString = false;
      else if (byte === BACKSLASH) {
        place++;
        escapedBytes += text[place] === LETTER_U ? 5 : 1;
      }
    } else if (byte === QUOTE) isInString = true;
    else if (byte === COMMA || byte === COLON) {
      if (++separators > maximumSeparators) return { of: 'members', offset: place };
    } else if (byte === OPENING_BRACKET || byte === OPENING_BRACE) {
      if (depth === maximumDepth) return { of: 'depth', offset: place };
      openings[depth++] = byte;
    } else if (byte === CLOSING_BRACKET || byte === CLOSING_BRACE) {
      if (openings[depth - 1] === byte - OPENING_TO_CLOSING) depth--;
    } else if (byte === SLASH) place = endOfComment(text, place);
  }
  return undefined;
}

/** The last byte of a comment that begins here; the same byte when none does. */
function endOfComment(text: Uint8Array, place: number): number {
  const second = text[place + 1];
  if (second === STAR) {
    for (let end = place + 3; end < text.length; end++) {
      if (text[end] === SLASH && text[end - 1] === STAR) return end;
    }
    return text.length;
  }
  if (second !== SLASH) return place;
  let end = place + 1;
  while (end + 1 < text.length && text[end + 1] !== NEWLINE && text[end + 1] !== CARRIAGE_RETURN) end++;
  return end;
}
