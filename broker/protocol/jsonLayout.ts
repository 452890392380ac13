/** What came of laying a text out. */
export type LaidOut =
  | { readonly kind: 'done'; readonly text: string }
  /** `at` is where the text stops being JSON, in UTF-16 units. */
  | { readonly kind: 'notJson'; readonly at: number }
  /** White space would make it longer than 8 Mi characters, or a number has more than 16 Ki digits. */
  | { readonly kind: 'tooLong' };

/** Deep nesting makes the white space grow with the square of the depth; beyond so many characters it is no help. */
const MAXIMUM_LENGTH = 8 * 1024 * 1024;
/** A number is looked at as a whole at its end, so its length is part of what one step may cost. */
const MAXIMUM_SCALAR_LENGTH = 16 * 1024;
/** Characters read and written in one step: a few milliseconds. */
export const STEP_CHARACTERS = 64 * 1024;

const SCALAR = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const SMALL_U = 0x75;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Characters after a backslash; `u` takes four digits more. */
const ESCAPES = new Set(Array.from('"\\/bfnrtu', (character) => character.charCodeAt(0)));

type Expected =
  | 'value'
  | 'valueOrEnd'
  | 'name'
  | 'nameOrEnd'
  | 'colon'
  | 'commaOrEnd'
  /** The text is complete; white space may follow. */
  | 'nothing';

/**
 * Formats JSON with two spaces, in steps, so that nothing else is blocked. Only white space changes: long
 * numbers, repeated keys and escapes stay as they are. It keeps no call stack, so nesting has no limit of its own.
 */
export class JsonLayout {
  private readonly text: string;
  private position = 0;
  private expected: Expected = 'value';
  /** Closing brackets that are due, the innermost last. */
  private readonly due: number[] = [];
  /** Where the string or scalar under way starts, as far as it is not written yet; -1 between tokens. */
  private tokenStart = -1;
  private token: 'string' | 'escape' | 'scalar' = 'scalar';
  /** Hexadecimal digits that an escape still needs. */
  private digitsDue = 0;
  /** Written in this step. */
  private pieces: string[] = [];
  private readonly chunks: string[] = [];
  private takenChunks = 0;
  private length = 0;
  private readonly lineStarts: string[] = [];
  private result: LaidOut | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Undefined until the last step. */
  get outcome(): LaidOut | undefined {
    return this.result;
  }

  /** @returns characters read and written: at most {@link STEP_CHARACTERS}, and what the last token of the step writes */
  step(): number {
    const { length } = this.text;
    const readBefore = this.position;
    const writtenBefore = this.length;
    const countWork = () => this.position - readBefore + this.length - writtenBefore;
    while (this.result === undefined && countWork() < STEP_CHARACTERS) {
      if (this.position >= length) {
        this.finish();
        break;
      }
      if (this.tokenStart === -1) this.readBetween(this.text.charCodeAt(this.position));
      else if (this.token === 'scalar') this.readScalar();
      else this.readString(Math.min(length, this.position + (STEP_CHARACTERS - countWork()) / 2));
    }
    // Thousands of pieces are joined here, so that the last step joins a few chunks only.
    this.chunks.push(this.pieces.join(''));
    this.pieces = [];
    if (this.result?.kind === 'done') this.result = { kind: 'done', text: this.chunks.join('') };
    return countWork();
  }

  /** What was laid out since this was last called: for showing the start before the rest is read. */
  take(): string {
    const text = this.chunks.slice(this.takenChunks).join('');
    this.takenChunks = this.chunks.length;
    return text;
  }

  private finish(): void {
    if (this.tokenStart !== -1 && this.token === 'scalar') this.endScalar();
    if (this.result !== undefined) return;
    if (this.expected === 'nothing' && this.tokenStart === -1) this.result = { kind: 'done', text: '' };
    else this.refuse();
  }

  /** One character between tokens; it may begin one. */
  private readBetween(character: number): void {
    this.position += 1;
    switch (character) {
      case 0x20:
      case 0x09:
      case 0x0a:
      case 0x0d:
        return;
      case COMMA:
        if (this.expected !== 'commaOrEnd') return this.refuse();
        this.write(',');
        this.expected = this.due.at(-1) === CLOSE_OBJECT ? 'name' : 'value';
        this.startLine();
        return;
      case COLON:
        if (this.expected !== 'colon') return this.refuse();
        this.write(': ');
        this.expected = 'value';
        return;
      case OPEN_LIST:
        return this.open('[', CLOSE_LIST, 'valueOrEnd');
      case OPEN_OBJECT:
        return this.open('{', CLOSE_OBJECT, 'nameOrEnd');
      case CLOSE_LIST:
        return this.close(']', CLOSE_LIST, 'valueOrEnd');
      case CLOSE_OBJECT:
        return this.close('}', CLOSE_OBJECT, 'nameOrEnd');
      default:
        this.begin(character === QUOTE ? 'string' : 'scalar');
    }
  }

  private open(bracket: string, closing: number, expected: Expected): void {
    if (!this.startValue()) return;
    this.write(bracket);
    this.due.push(closing);
    this.expected = expected;
  }

  private close(bracket: string, closing: number, whenEmpty: Expected): void {
    const isEmpty = this.expected === whenEmpty;
    if (this.due.at(-1) !== closing || !(isEmpty || this.expected === 'commaOrEnd')) return this.refuse();
    this.due.pop();
    if (!isEmpty) this.startLine();
    this.write(bracket);
    this.endValue();
  }

  private begin(token: 'string' | 'scalar'): void {
    const isName = token === 'string' && (this.expected === 'name' || this.expected === 'nameOrEnd');
    if (isName) {
      if (this.expected === 'nameOrEnd') this.startLine();
    } else if (!this.startValue()) return;
    this.expected = isName ? 'colon' : 'commaOrEnd';
    this.token = token;
    this.tokenStart = this.position - 1;
  }

  /** @returns whether a value is valid here; the first one of a list begins a line */
  private startValue(): boolean {
    if (this.expected === 'valueOrEnd') this.startLine();
    else if (this.expected !== 'value') {
      this.refuse();
      return false;
    }
    return true;
  }

  private endValue(): void {
    this.expected = this.due.length === 0 ? 'nothing' : 'commaOrEnd';
  }

  /** Up to the end of the string, or to `limit`. */
  private readString(limit: number): void {
    while (this.position < limit) {
      const character = this.text.charCodeAt(this.position);
      this.position += 1;
      if (this.digitsDue > 0) {
        if (!isHexadecimal(character)) return this.refuse();
        this.digitsDue -= 1;
      } else if (this.token === 'escape') {
        if (!ESCAPES.has(character)) return this.refuse();
        this.token = 'string';
        if (character === SMALL_U) this.digitsDue = 4;
      } else if (character === QUOTE) {
        this.writeToken();
        this.tokenStart = -1;
        if (this.expected !== 'colon') this.endValue();
        return;
      } else if (character === BACKSLASH) this.token = 'escape';
      else if (character < 0x20) return this.refuse();
    }
    this.writeToken();
  }

  /** One character of a number or literal; what it is shows at its end. */
  private readScalar(): void {
    if (!/[\w+.-]/.test(this.text.charAt(this.position))) return this.endScalar();
    this.position += 1;
    if (this.position - this.tokenStart <= MAXIMUM_SCALAR_LENGTH) return;
    if (/[-\d]/.test(this.text.charAt(this.tokenStart))) this.result = { kind: 'tooLong' };
    else this.refuse();
  }

  private endScalar(): void {
    if (!SCALAR.test(this.text.slice(this.tokenStart, this.position))) {
      this.position = this.tokenStart + 1;
      return this.refuse();
    }
    this.writeToken();
    this.tokenStart = -1;
    this.endValue();
  }

  private writeToken(): void {
    this.write(this.text.slice(this.tokenStart, this.position));
    this.tokenStart = this.position;
  }

  private startLine(): void {
    const depth = this.due.length;
    this.write((this.lineStarts[depth] ??= `\n${'  '.repeat(depth)}`));
  }

  private write(piece: string): void {
    this.pieces.push(piece);
    this.length += piece.length;
    if (this.length > MAXIMUM_LENGTH) this.result ??= { kind: 'tooLong' };
  }

  /** The last character is not valid at its position. */
  private refuse(): void {
    this.result = { kind: 'notJson', at: Math.max(0, this.position - 1) };
  }
}

function isHexadecimal(character: number): boolean {
  return (
    (character >= 0x30 && character <= 0x39) ||
    (character >= 0x41 && character <= 0x46) ||
    (character >= 0x61 && character <= 0x66)
  );
}
