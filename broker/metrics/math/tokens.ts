/** A piece of an expression. */
export interface Token {
  readonly kind: 'number' | 'name' | 'text' | 'sign' | 'end';
  readonly text: string;
  /** Characters from the beginning of the expression. */
  readonly at: number;
}

/** An expression that cannot be read, or makes no sense. */
export class MathError extends Error {}

const PIECES =
  /\s*(?:(?<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(?<name>[A-Za-z]\w*)|(?<text>'[^']*'|"[^"]*")|(?<sign>==|!=|<=|>=|&&|\|\||[-+*/^<>(),[\]]))/y;

/** @throws MathError for a character that begins nothing */
export function readTokens(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = expression.trimEnd().length;
  for (let at = 0; at < end; ) {
    PIECES.lastIndex = at;
    const { groups } = PIECES.exec(expression) ?? {};
    if (groups === undefined)
      throw new MathError(
        `Unexpected character at position ${at + 1}: ${expression.slice(at, at + 10).trim()}`,
      );
    at = PIECES.lastIndex;
    for (const kind of ['number', 'name', 'text', 'sign'] as const) {
      const text = groups[kind];
      if (text !== undefined) tokens.push({ kind, text, at: at - text.length });
    }
  }
  return [...tokens, { kind: 'end', text: '', at: end }];
}
