import { decode, encode, Tagged, Token, Tokenizer, Type } from 'cborg';
import type { Shape } from '../../calls/shapes/shape.ts';
import { TypeMismatch } from '../../calls/shapes/readTree.ts';

/** A full PutMetricData has some 300,000: a thousand metrics with 150 values and counts. */
const MAXIMUM_ITEMS = 500_000;
/** The deepest structure of the service has seven levels, and the decoder calls itself for each. */
const MAXIMUM_DEPTH = 64;
/** The tag of a time in epoch seconds. */
const TIME_TAG = 1;
const INDEFINITE_BYTES = 0x5f;
const INDEFINITE_TEXT = 0x7f;

/**
 * Reads one CBOR item: times become numbers of epoch seconds. Its size in memory is bounded by the number of items and levels.
 * @throws TypeMismatch for what is no CBOR, or too much of it
 */
export function decodeCbor(body: Uint8Array): unknown {
  // No body at all is a legal empty input.
  if (body.length === 0) return {};
  try {
    const tokenizer = new BoundedTokenizer(body);
    return decode(body, { tokenizer, tags: { [TIME_TAG]: (readContent) => readContent() } });
  } catch (error) {
    throw new TypeMismatch(`The request body is not valid CBOR: ${(error as Error).message}`);
  }
}

const TOKENS = { allowIndefinite: true, allowUndefined: true, allowBigInt: true };

/** Counts what it hands out, and joins texts that come in pieces, which the library does not. */
class BoundedTokenizer {
  private readonly body: Uint8Array;
  private tokens: Tokenizer;
  /** Where {@link tokens} begins. */
  private start = 0;
  private items = 0;
  /** How many items each open list, map or tag still waits for; endless ones end by a break. */
  private readonly open: number[] = [];

  constructor(body: Uint8Array) {
    this.body = body;
    this.tokens = new Tokenizer(body, TOKENS);
  }

  pos(): number {
    return this.start + this.tokens.pos();
  }

  done(): boolean {
    return this.tokens.done();
  }

  next(): Token {
    if (++this.items > MAXIMUM_ITEMS) throw new Error(`more than ${MAXIMUM_ITEMS} items`);
    const first = this.body[this.pos()];
    const token =
      first === INDEFINITE_TEXT || first === INDEFINITE_BYTES ? this.joinPieces(first) : this.tokens.next();
    this.follow(token);
    return token;
  }

  private follow({ type, value }: Token): void {
    if (Type.equals(type, Type.break)) {
      this.open.pop();
      this.endItem();
      return;
    }
    const length = lengthOf(type, value);
    if (length === 0) {
      this.endItem();
      return;
    }
    if (this.open.length === MAXIMUM_DEPTH) throw new Error(`more than ${MAXIMUM_DEPTH} levels`);
    this.open.push(length);
  }

  /** The last item of a list ends the list, too. */
  private endItem(): void {
    for (let last = this.open.length - 1; last >= 0; last--) {
      const left = (this.open[last] as number) - 1;
      this.open[last] = left;
      if (left > 0) return;
      this.open.pop();
    }
  }

  private joinPieces(first: number): Token {
    const type = first === INDEFINITE_TEXT ? Type.string : Type.bytes;
    const start = this.pos();
    this.start = start + 1;
    this.tokens = new Tokenizer(this.body.subarray(this.start), TOKENS);
    const pieces: (string | Uint8Array)[] = [];
    for (;;) {
      if (this.done()) throw new Error('unexpected end of a text in pieces');
      const piece = this.tokens.next();
      if (Type.equals(piece.type, Type.break)) break;
      if (!Type.equals(piece.type, type)) throw new Error('a piece of another type');
      pieces.push(piece.value as string | Uint8Array);
    }
    const value = type === Type.string ? pieces.join('') : Buffer.concat(pieces as Uint8Array[]);
    return new Token(type, value, this.pos() - start);
  }
}

/** How many items follow that belong to this one. */
function lengthOf(type: Type, value: unknown): number {
  if (Type.equals(type, Type.array)) return value as number;
  if (Type.equals(type, Type.map)) return (value as number) * 2;
  return Type.equals(type, Type.tag) ? 1 : 0;
}

/** Writes a value of a shape, with definite lengths; fractions always as floats, which some SDKs insist on. */
export function encodeCbor(shape: Shape, value: unknown): Uint8Array {
  return encode(toItem(shape, value), {
    float64: true,
    typeEncoders: { number: (number: number) => new Token(Type.float, number) },
  });
}

function toItem(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'number':
      return shape.isWhole ? BigInt(value as number) : value;
    case 'time':
      return new Tagged(TIME_TAG, (value as number) / 1000);
    case 'list':
      return (value as readonly unknown[]).map((element) => toItem(shape.member, element));
    case 'map':
      return Object.fromEntries(
        Object.entries(value as object).map(([key, element]) => [key, toItem(shape.value, element)]),
      );
    case 'structure':
      return Object.fromEntries(
        Object.entries(shape.members).flatMap(([name, { shape: member }]) => {
          const given = (value as Readonly<Record<string, unknown>>)[name];
          return given === undefined ? [] : [[name, toItem(member, given)]];
        }),
      );
    case 'text':
    case 'boolean':
      return value;
  }
}
