import { PART_STEPS, runWhole, type Slice, type Sliced } from './slices.ts';

/**
 * JSON as filters see it: a number is its text, because `300` and `300.0` are different values to a filter, and an object is
 * a map, because any text may be a name.
 */
export type JsonValue = JsonScalar | readonly JsonValue[] | JsonObject;
export type JsonScalar = string | JsonLiteral;
export type JsonLiteral = boolean | null | JsonNumber;
export type JsonObject = ReadonlyMap<string, JsonValue>;

/** A number as it was written. */
export class JsonNumber {
  readonly text: string;
  private known: number | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** As a double. */
  get value(): number {
    return (this.known ??= Number(this.text));
  }
}

/** As it was written. */
export function writeLiteral(value: JsonLiteral): string {
  return value instanceof JsonNumber ? value.text : String(value);
}

/** What came of reading; `at` is where the text stops being JSON, in UTF-16 units. */
export type ReadJson =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly at: number };

/** Objects and lists in each other. Deeper text counts as no JSON, because reading calls itself for each level. */
export const MAXIMUM_JSON_DEPTH = 1000;

const TAB = 0x09;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const SMALL_E = 0x65;
const SMALL_U = 0x75;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** Between `E` and `e`. */
const CASE_BIT = 0x20;

/** Characters after a backslash, besides `u`. */
const ESCAPES = new Set(Array.from('"\\/bfnrt', (character) => character.charCodeAt(0)));
const FOUR_DIGITS = /^[0-9a-fA-F]{4}$/;
const LITERALS: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/**
 * Reads JSON in one pass. It accepts what `JSON.parse` accepts, down to {@link MAXIMUM_JSON_DEPTH} levels; of a repeated name,
 * the last value counts. `JSON.parse` itself loses the texts of numbers, and the visitor of jsonc-parser takes four times as
 * long for a body of which little is kept.
 * @param kept names of members whose values are kept; the others are only checked. Default: all
 */
export function readJson(text: string, kept?: ReadonlySet<string>): ReadJson {
  return runWhole((slice) => readJsonInSlices(text, kept, slice));
}

/** As {@link readJson}. */
export function* readJsonInSlices(
  text: string,
  kept: ReadonlySet<string> | undefined,
  slice: Slice,
): Sliced<ReadJson> {
  const reader = new Reader(text, kept, slice);
  const value = yield* reader.readAll();
  return value === undefined ? { ok: false, at: reader.place } : { ok: true, value };
}

/** Its methods return undefined where the text is not JSON. */
class Reader {
  place = 0;
  private readonly text: string;
  private readonly kept: ReadonlySet<string> | undefined;
  private readonly slice: Slice;
  private depth = 0;
  /** Up to where the slices know. */
  private counted = 0;

  constructor(text: string, kept: ReadonlySet<string> | undefined, slice: Slice) {
    this.text = text;
    this.kept = kept;
    this.slice = slice;
  }

  *readAll(): Sliced<JsonValue | undefined> {
    const value = this.isAtBracket() ? yield* this.readWithin(true) : this.readScalar(true);
    if (value === undefined) return undefined;
    this.skipSpace();
    return this.place === this.text.length ? value : undefined;
  }

  /** Passes white space. @returns whether an object or a list follows */
  private isAtBracket(): boolean {
    this.skipSpace();
    const character = this.text.charCodeAt(this.place);
    return character === OPEN_OBJECT || character === OPEN_LIST;
  }

  /** An object or a list. What is not kept is empty. */
  private *readWithin(isKept: boolean): Sliced<JsonValue | undefined> {
    if (this.depth === MAXIMUM_JSON_DEPTH) return undefined;
    const isObject = this.text.charCodeAt(this.place) === OPEN_OBJECT;
    this.depth += 1;
    this.place += 1;
    const value = isObject ? yield* this.readMembers(isKept) : yield* this.readElements(isKept);
    this.depth -= 1;
    return value;
  }

  private readScalar(isKept: boolean): JsonValue | undefined {
    if (this.text.charCodeAt(this.place) === QUOTE) return this.readString(isKept);
    return this.readNumber(isKept) ?? this.readLiteral();
  }

  /** @returns whether the slice is over */
  private countValue(): boolean {
    const characters = this.place - this.counted;
    this.counted = this.place;
    return this.slice.count(PART_STEPS, characters);
  }

  /** After the opening bracket, to behind the closing one. */
  private *readMembers(isKept: boolean): Sliced<JsonValue | undefined> {
    const members = new Map<string, JsonValue>();
    if (this.take(CLOSE_OBJECT)) return members;
    do {
      this.skipSpace();
      const name = this.text.charCodeAt(this.place) === QUOTE ? this.readString(isKept) : undefined;
      if (name === undefined || !this.take(COLON)) return undefined;
      const isMemberKept = isKept && this.kept?.has(name) !== false;
      const value = this.isAtBracket() ? yield* this.readWithin(isMemberKept) : this.readScalar(isMemberKept);
      if (value === undefined) return undefined;
      if (isMemberKept) members.set(name, value);
      if (this.countValue()) yield;
    } while (this.take(COMMA));
    return this.take(CLOSE_OBJECT) ? members : undefined;
  }

  private *readElements(isKept: boolean): Sliced<JsonValue | undefined> {
    const elements: JsonValue[] = [];
    if (this.take(CLOSE_LIST)) return elements;
    do {
      const value = this.isAtBracket() ? yield* this.readWithin(isKept) : this.readScalar(isKept);
      if (value === undefined) return undefined;
      if (isKept) elements.push(value);
      if (this.countValue()) yield;
    } while (this.take(COMMA));
    return this.take(CLOSE_LIST) ? elements : undefined;
  }

  private readString(isKept: boolean): string | undefined {
    const { text } = this;
    const start = this.place + 1;
    let hasEscapes = false;
    for (let at = start; at < text.length; at++) {
      const character = text.charCodeAt(at);
      if (character === QUOTE) {
        this.place = at + 1;
        if (!isKept) return '';
        const written = text.slice(start, at);
        return hasEscapes ? (JSON.parse(`"${written}"`) as string) : written;
      }
      if (character < SPACE) return undefined;
      if (character !== BACKSLASH) continue;
      hasEscapes = true;
      at += 1;
      const escaped = text.charCodeAt(at);
      if (escaped === SMALL_U && FOUR_DIGITS.test(text.slice(at + 1, at + 5))) at += 4;
      else if (!ESCAPES.has(escaped)) return undefined;
    }
    return undefined;
  }

  private readNumber(isKept: boolean): JsonValue | undefined {
    const { text } = this;
    let end = this.place;
    if (text.charCodeAt(end) === MINUS) end += 1;
    const whole = end;
    end = this.endOfDigits(whole);
    // A zero stands alone.
    if (end === whole || (end > whole + 1 && text.charCodeAt(whole) === ZERO)) return undefined;
    if (text.charCodeAt(end) === POINT) {
      const fraction = end + 1;
      end = this.endOfDigits(fraction);
      if (end === fraction) return undefined;
    }
    // Of either case.
    if ((text.charCodeAt(end) | CASE_BIT) === SMALL_E) {
      const sign = text.charCodeAt(end + 1);
      const exponent = end + (sign === MINUS || sign === PLUS ? 2 : 1);
      end = this.endOfDigits(exponent);
      if (end === exponent) return undefined;
    }
    const start = this.place;
    this.place = end;
    return isKept ? new JsonNumber(text.slice(start, end)) : false;
  }

  private endOfDigits(from: number): number {
    const { text } = this;
    let end = from;
    for (;;) {
      const character = text.charCodeAt(end);
      if (!(character >= ZERO && character <= NINE)) return end;
      end += 1;
    }
  }

  private readLiteral(): JsonValue | undefined {
    for (const [written, value] of LITERALS) {
      if (!this.text.startsWith(written, this.place)) continue;
      this.place += written.length;
      return value;
    }
    return undefined;
  }

  /** Passes white space and this character. @returns false: another one follows */
  private take(character: number): boolean {
    this.skipSpace();
    if (this.text.charCodeAt(this.place) !== character) return false;
    this.place += 1;
    return true;
  }

  private skipSpace(): void {
    const { text } = this;
    for (;;) {
      const character = text.charCodeAt(this.place);
      if (character !== SPACE && character !== NEWLINE && character !== TAB && character !== CARRIAGE_RETURN)
        return;
      this.place += 1;
    }
  }
}
