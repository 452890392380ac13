import * as l10n from '@vscode/l10n';
import { isInRange, isRange } from '../addresses/ipAddress.ts';
import type { NoneOf, ValueTest } from './filterPattern.ts';
import { JsonNumber, type JsonObject, type JsonValue } from './jsonText.ts';
import { matchesWildcard, readWildcard } from './wildcard.ts';

/** What is wrong with an operator: a sentence. */
export interface Wrong {
  readonly wrong: string;
}

type ReadOperand<T = ValueTest> = (operand: JsonValue, path: string) => T | Wrong;

/** Addresses are no longer than this, and what is longer need not be looked at. */
const MAXIMUM_ADDRESS_LENGTH = 64;

/** Operators that look at texts, also below `anything-but`. */
const TEXT_OPERATORS: Readonly<Record<string, ReadOperand>> = {
  prefix: (operand, path) =>
    readFolded(operand, path, {
      exact: (text) => (value) => value.startsWith(text),
      folded: (text) => (value) => fold(value.slice(0, text.length)) === text,
    }),
  suffix: (operand, path) =>
    readFolded(operand, path, {
      exact: (text) => (value) => value.endsWith(text),
      folded: (text) => (value) => fold(value.slice(Math.max(0, value.length - text.length))) === text,
    }),
  'equals-ignore-case': (operand, path) => {
    if (typeof operand !== 'string') return mustBeString(path);
    const folded = fold(operand);
    return ofTexts((value) => value.length === operand.length && fold(value) === folded);
  },
  wildcard: (operand, path) => {
    if (typeof operand !== 'string') return mustBeString(path);
    const wildcard = readWildcard(operand);
    if (wildcard !== undefined) return ofTexts((value) => matchesWildcard(value, wildcard));
    const detail = l10n.t(
      '{0} must not have two asterisks in a row, and a backslash only before an asterisk or a backslash.',
      path,
    );
    return { wrong: detail };
  },
};

const OPERATORS: Readonly<Record<string, ReadOperand<ValueTest | NoneOf>>> = {
  ...TEXT_OPERATORS,
  'anything-but': readAnythingBut,
  numeric: readNumeric,
  exists: (operand, path) =>
    operand === true ? () => true : { wrong: l10n.t('{0} must be true or false.', path) },
  cidr: (operand, path) => {
    if (typeof operand !== 'string' || !operand.includes('/') || !isRange(operand))
      return { wrong: l10n.t('{0} must be a range of addresses, such as "10.0.0.0/24".', path) };
    return ofTexts((value) => value.length <= MAXIMUM_ADDRESS_LENGTH && isInRange(value, operand));
  },
};

/** What no field of `$or` may be called, because `[{"prefix": "a"}]` could mean either. */
const RESERVED_NAMES = new Set([...Object.keys(OPERATORS), 'exactly', '=', '<', '<=', '>', '>=']);

export function isReservedInOr(name: string): boolean {
  return RESERVED_NAMES.has(name);
}

/**
 * Reads an object such as `{"prefix": "us-"}`.
 * @returns `'absent'` for `{"exists": false}`
 */
export function readOperator(object: JsonObject, path: string): ValueTest | NoneOf | 'absent' | Wrong {
  const [entry, second] = object;
  if (entry === undefined || second !== undefined)
    return { wrong: l10n.t('{0} must have exactly one operator.', path) };
  const [name, operand] = entry;
  if (name === 'exists' && operand === false) return 'absent';
  return readNamed(OPERATORS, name, operand, path);
}

function readNamed<T>(
  operators: Readonly<Record<string, ReadOperand<T>>>,
  name: string,
  operand: JsonValue,
  path: string,
): T | Wrong {
  const read = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (read !== undefined) return read(operand, `${path}.${name}`);
  return {
    wrong: l10n.t(
      '{0} has no operator {1}; use one of these: {2}.',
      path,
      JSON.stringify(name),
      Object.keys(operators).join(', '),
    ),
  };
}

/** A text, or a text below `equals-ignore-case`. */
function readFolded(
  operand: JsonValue,
  path: string,
  make: Readonly<Record<'exact' | 'folded', (text: string) => (value: string) => boolean>>,
): ValueTest | Wrong {
  if (typeof operand === 'string') return ofTexts(make.exact(operand));
  const inner = operand instanceof Map && operand.size === 1 ? operand.get('equals-ignore-case') : undefined;
  if (typeof inner === 'string') return ofTexts(make.folded(fold(inner)));
  return mustBeString(path);
}

/** The field must exist; what it is not may be a text, a number, lists of them, or what a text operator accepts. */
function readAnythingBut(operand: JsonValue, path: string): ValueTest | NoneOf | Wrong {
  if (operand instanceof Map) return readAnythingButOperator(operand, path);
  const values: readonly JsonValue[] = Array.isArray(operand) ? operand : [operand];
  if (values.length > 0 && values.every((value) => typeof value === 'string')) {
    const texts = new Set<JsonValue>(values);
    return (value) => !texts.has(value);
  }
  if (values.length > 0 && values.every((value) => value instanceof JsonNumber)) {
    const numbers = new Set(values.map(({ value }) => value));
    return (value) => !(value instanceof JsonNumber && numbers.has(value.value));
  }
  return { wrong: l10n.t('{0} must be a string, a number, or a list of either strings or numbers.', path) };
}

function readAnythingButOperator(object: JsonObject, path: string): NoneOf | Wrong {
  const [entry, second] = object;
  if (entry === undefined || second !== undefined)
    return { wrong: l10n.t('{0} must have exactly one operator.', path) };
  const [name, operand] = entry;
  const operands: readonly JsonValue[] = Array.isArray(operand) ? operand : [operand];
  if (operands.length === 0 || operands.includes('')) {
    return { wrong: l10n.t('{0} must not be empty.', `${path}.${name}`) };
  }
  const tests: ValueTest[] = [];
  for (const each of operands) {
    const test = readNamed(TEXT_OPERATORS, name, each, path);
    if (typeof test !== 'function') return test;
    tests.push(test);
  }
  return { noneOf: tests };
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

interface Comparison {
  readonly operator: string;
  readonly bound: number;
  readonly test: (value: number) => boolean;
}

/** `[operator, number]`, or a lower bound and then an upper one. */
function readNumeric(operand: JsonValue, path: string): ValueTest | Wrong {
  const detail = l10n.t('{0} must be like ["=", 5], [">", 0] or [">=", 0, "<", 5].', path);
  const terms: readonly JsonValue[] = Array.isArray(operand) ? operand : [];
  const [lower, bottom, upper, top] = terms;
  const low = readComparison(lower, bottom);
  if (low === undefined) return { wrong: detail };
  if (terms.length === 2) return ofNumbers(low.test);
  const high = readComparison(upper, top);
  const isRangeOf = low.operator.startsWith('>') && high?.operator.startsWith('<') === true;
  if (terms.length !== 4 || high === undefined || !isRangeOf || low.bound > high.bound)
    return { wrong: detail };
  return ofNumbers((value) => low.test(value) && high.test(value));
}

function readComparison(
  operator: JsonValue | undefined,
  bound: JsonValue | undefined,
): Comparison | undefined {
  if (typeof operator !== 'string' || !(bound instanceof JsonNumber)) return undefined;
  const compare = Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
  if (compare === undefined) return undefined;
  return { operator, bound: bound.value, test: (value) => compare(value, bound.value) };
}

function ofTexts(test: (value: string) => boolean): ValueTest {
  return (value) => typeof value === 'string' && test(value);
}

function ofNumbers(test: (value: number) => boolean): ValueTest {
  return (value) => value instanceof JsonNumber && test(value.value);
}

function mustBeString(path: string): Wrong {
  return { wrong: l10n.t('{0} must be a string.', path) };
}

/** Of one language for all: the editor's must not change what a filter matches. */
function fold(text: string): string {
  return text.toLowerCase();
}
