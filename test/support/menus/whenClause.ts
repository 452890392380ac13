/** What VS Code knows when it draws a menu, by key. */
export type Context = Readonly<Record<string, string | boolean | undefined>>;

/** One comparison of a `when` clause: a key alone, `key == value`, `key != value` or `key =~ /pattern/`. */
export interface Comparison {
  readonly key: string;
  readonly operator: '' | '==' | '!=' | '=~';
  readonly value: string;
  /** An odd number of `!` is before it, or it says `!=`. */
  readonly isNegated: boolean;
}

export interface WhenClause {
  readonly comparisons: readonly Comparison[];
  holds(context: Context): boolean;
}

type Check = (context: Context) => boolean;

const TOKEN = /\s*(&&|\|\||!=|==|=~|!|\(|\)|\/(?:\\.|[^/\\])+\/|[\w.:-]+)/y;

/** Reads a clause as the tables of commands write them; undefined holds always. */
export function readWhen(clause: string | undefined): WhenClause {
  const tokens = tokenize(clause ?? '');
  const comparisons: Comparison[] = [];
  let at = 0;

  const next = (): string => tokens[at++] ?? '';
  const readAll = (operator: string, readPart: () => Check, join: (checks: Check[]) => Check): Check => {
    const checks = [readPart()];
    while (tokens[at] === operator) {
      at++;
      checks.push(readPart());
    }
    return join(checks);
  };
  const readOr = (isNegated: boolean): Check =>
    readAll(
      '||',
      () => readAnd(isNegated),
      (checks) => (context) => checks.some((check) => check(context)),
    );
  const readAnd = (isNegated: boolean): Check =>
    readAll(
      '&&',
      () => readTerm(isNegated),
      (checks) => (context) => checks.every((check) => check(context)),
    );
  const readTerm = (isNegated: boolean): Check => {
    const token = next();
    if (token === '!') {
      const check = readTerm(!isNegated);
      return (context) => !check(context);
    }
    if (token === '(') {
      const check = readOr(isNegated);
      if (next() !== ')') throw new Error(`No closing bracket: ${clause}`);
      return check;
    }
    const operator = ['==', '!=', '=~'].includes(tokens[at] ?? '') ? (next() as '==' | '!=' | '=~') : '';
    const value = operator === '' ? '' : next().replace(/^\/|\/$/g, '');
    comparisons.push({ key: token, operator, value, isNegated: isNegated !== (operator === '!=') });
    return (context) => compare(context[token], operator, value);
  };

  const check = tokens.length === 0 ? () => true : readOr(false);
  if (at < tokens.length) throw new Error(`Not understood from ${tokens[at]} on: ${clause}`);
  return { comparisons, holds: check };
}

function compare(
  known: string | boolean | undefined,
  operator: Comparison['operator'],
  value: string,
): boolean {
  if (operator === '==') return String(known) === value;
  if (operator === '!=') return String(known) !== value;
  if (operator === '=~') return typeof known === 'string' && new RegExp(value).test(known);
  return Boolean(known);
}

function tokenize(clause: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < clause.trimEnd().length; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(clause);
    if (match === null) throw new Error(`Not understood: ${clause.slice(at)}`);
    tokens.push(match[1] ?? '');
  }
  return tokens;
}
