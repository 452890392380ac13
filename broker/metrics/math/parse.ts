import { MathError, readTokens, type Token } from './tokens.ts';

/** An expression of metric math (docs/metrics.md). */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** The ID of a metric or of another expression of the request, or a word such as `REPEAT`. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly sign: Sign; readonly left: Expression; readonly right: Expression };

/** Operators that stand between two values, weakest first; those in one row are equals. */
const PRECEDENCE = [
  ['OR'],
  ['AND'],
  ['==', '!=', '<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
] as const;
export type Sign = (typeof PRECEDENCE)[number][number];

const ALIASES: Readonly<Record<string, string>> = { '&&': 'AND', '||': 'OR' };
/** The service's limit of an expression is 2,048 characters; this one keeps deep nesting off the stack. */
const MAXIMUM_DEPTH = 100;

/** @throws MathError with the position of the first mistake */
export function parseExpression(text: string): Expression {
  const parser = new Parser(readTokens(text));
  return parser.readAll();
}

class Parser {
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  readAll(): Expression {
    const expression = this.readBinary(0);
    if (this.token.kind !== 'end') this.fail();
    return expression;
  }

  private get token(): Token {
    // The last one is the end, which nothing moves past.
    return this.tokens[this.next] as Token;
  }

  private readBinary(level: number): Expression {
    const signs: readonly string[] | undefined = PRECEDENCE[level];
    if (signs === undefined) return this.readUnary();
    let left = this.readBinary(level + 1);
    for (;;) {
      const sign = ALIASES[this.token.text] ?? this.token.text;
      if (this.token.kind === 'text' || !signs.includes(sign)) return left;
      this.next += 1;
      left = { kind: 'binary', sign: sign as Sign, left, right: this.readBinary(level + 1) };
    }
  }

  private readUnary(): Expression {
    if (!this.takes('-')) return this.readValue();
    return this.nested(() => ({ kind: 'negative', of: this.readUnary() }));
  }

  private readValue(): Expression {
    const { kind, text } = this.token;
    if (kind === 'number') {
      this.next += 1;
      return { kind, value: Number(text) };
    }
    if (kind === 'text') {
      this.next += 1;
      return { kind, value: text.slice(1, -1) };
    }
    if (kind === 'name') {
      this.next += 1;
      if (!this.takes('(')) return { kind, name: text };
      return { kind: 'call', name: text.toUpperCase(), args: this.nested(() => this.readUntil(')')) };
    }
    if (this.takes('[')) return { kind: 'list', items: this.nested(() => this.readUntil(']')) };
    if (!this.takes('(')) this.fail();
    return this.nested(() => {
      const inner = this.readBinary(0);
      if (!this.takes(')')) this.fail();
      return inner;
    });
  }

  /** Values with commas between them; possibly none. */
  private readUntil(end: ')' | ']'): readonly Expression[] {
    const items: Expression[] = [];
    if (this.takes(end)) return items;
    do items.push(this.readBinary(0));
    while (this.takes(','));
    if (!this.takes(end)) this.fail();
    return items;
  }

  private takes(sign: string): boolean {
    if (this.token.kind !== 'sign' || this.token.text !== sign) return false;
    this.next += 1;
    return true;
  }

  private nested<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > MAXIMUM_DEPTH) throw new MathError('The expression is nested too deeply.');
    const result = read();
    this.depth -= 1;
    return result;
  }

  private fail(): never {
    const { kind, text, at } = this.token;
    throw new MathError(
      kind === 'end' ? 'The expression ends too early.' : `Unexpected ${text} at position ${at + 1}.`,
    );
  }
}
