/** A text that is shorter is parsed in a few milliseconds, whatever it is made of. */
const SMALL_BYTES = 65_536;
/** The deepest that peers send has seven levels: an attribute's list in an entry of a batch. */
const MAXIMUM_DEPTH = 32;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const LETTER_U = 0x75;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** What a text may be made of to be parsed. */
export interface JsonBounds {
  /** Members and elements, over all levels. */
  readonly members: number;
  /** Bytes of what the text says, at least: an escape counts as one byte. */
  readonly textBytes: number;
}

/**
 * Whether a text may be given to `JSON.parse`, which blocks the process for as long as it takes: seconds for some
 * megabytes of brackets, or of small members. One pass over the bytes finds how deep the text is nested, how many members
 * and elements it has, and how much it says; a text that is no JSON is the parser's to refuse.
 * @returns why it may not
 */
export function refuseJson(text: Uint8Array, bounds: JsonBounds): 'tooComplex' | 'tooLong' | undefined {
  const { length } = text;
  if (length <= SMALL_BYTES) return undefined;
  const maximumSeparators = 2 * bounds.members;
  let depth = 0;
  let separators = 0;
  let escapedBytes = 0;
  let isInString = false;
  for (let place = 0; place < length; place++) {
    if (place - escapedBytes > bounds.textBytes) return 'tooLong';
    const byte = text[place];
    if (isInString) {
      if (byte === QUOTE) isInString = false;
      else if (byte === BACKSLASH) {
        const more = text[place + 1] === LETTER_U ? 5 : 1;
        place += more;
        escapedBytes += more;
      }
    } else if (byte === QUOTE) isInString = true;
    else if (byte === COMMA || byte === COLON) {
      if (++separators > maximumSeparators) return 'tooComplex';
    } else if (byte === OPENING_BRACKET || byte === OPENING_BRACE) {
      if (++depth > MAXIMUM_DEPTH) return 'tooComplex';
    } else if (byte === CLOSING_BRACKET || byte === CLOSING_BRACE) depth--;
  }
  return undefined;
}
