import { ARGUMENT_COUNTS, FUNCTIONS, type MathContext, ONE_ARGUMENT } from './functions.ts';
import type { Expression, Sign } from './parse.ts';
import { isSeries, keepNumbers, listTimes, mapSeries, type Series, type Value } from './series.ts';
import { MathError } from './tokens.ts';

/** Finds what an ID of the request stands for: a series or a number. */
export type FindValue = (id: string) => Value | undefined;

/**
 * Computes an expression (docs/metrics.md): a missing value counts as 0 in arithmetic, and a division by zero gives no
 * point.
 * @throws MathError for a name, a function or a combination that has no meaning
 */
export function evaluateMath(expression: Expression, find: FindValue, context: MathContext): Value {
  const evaluate = (inner: Expression): Value => evaluateMath(inner, find, context);
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'text':
      throw new MathError(`A text has no value here: '${expression.value}'`);
    case 'name': {
      const value = find(expression.name);
      if (value === undefined) throw new MathError(`The ID ${expression.name} does not exist.`);
      return value;
    }
    case 'list':
      return expression.items.flatMap((item) => toSeries(evaluate(item), context.times));
    case 'negative':
      return apply('-', 0, evaluate(expression.of));
    case 'binary':
      return apply(expression.sign, evaluate(expression.left), evaluate(expression.right), context);
    case 'call':
      return call(expression.name, expression.args, evaluate, context);
  }
}

function call(
  name: string,
  args: readonly Expression[],
  evaluate: (inner: Expression) => Value,
  context: MathContext,
): Value {
  const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (run === undefined) throw new MathError(`The function ${name} is not served.`);
  const [least, most] = ARGUMENT_COUNTS[name] ?? ONE_ARGUMENT;
  if (args.length < least || args.length > most)
    throw new MathError(`${name} has a wrong number of arguments.`);
  const words = args.map((arg) => (arg.kind === 'name' ? arg.name.toUpperCase() : ''));
  const isWord = (index: number): boolean => name === 'FILL' && index === 1 && words[index] !== '';
  // A word such as REPEAT has no value; its function reads it as it is.
  const values = args.map((arg, index) => (isWord(index) ? [] : evaluate(arg)));
  return run(values, context, words);
}

/** In a list, a number is a series that has it in each period. */
function toSeries(value: Value, times: readonly number[]): readonly Series[] {
  if (typeof value === 'number') return [new Map(times.map((at) => [at, value]))];
  return isSeries(value) ? [value] : value;
}

const OPERATIONS: Readonly<Record<Sign, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '<': (left, right) => Number(left < right),
  '>': (left, right) => Number(left > right),
  '<=': (left, right) => Number(left <= right),
  '>=': (left, right) => Number(left >= right),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
};

function apply(sign: Sign, left: Value, right: Value, context?: MathContext): Value {
  const operation = OPERATIONS[sign];
  if (typeof left === 'number' && typeof right === 'number') {
    const result = operation(left, right);
    if (Number.isFinite(result)) return result;
    if (context === undefined) throw new MathError('The expression has no finite value.');
    return new Map();
  }
  if (typeof left !== 'number' && !isSeries(left))
    return left.map((each) => applyToSeries(operation, each, right));
  if (typeof right !== 'number' && !isSeries(right))
    return right.map((each) => applyToSeries(operation, left, each));
  return applyToSeries(operation, left, right);
}

function applyToSeries(
  operation: (left: number, right: number) => number,
  left: number | Series,
  right: Value,
): Series {
  if (typeof right !== 'number' && !isSeries(right)) throw new MathError('Two lists cannot be combined.');
  if (typeof left === 'number') {
    // Two numbers are never passed here.
    return typeof right === 'number' ? new Map() : mapSeries(right, (value) => operation(left, value));
  }
  if (typeof right === 'number') return mapSeries(left, (value) => operation(value, right));
  return keepNumbers(
    listTimes([left, right]).map((at) => [at, operation(left.get(at) ?? 0, right.get(at) ?? 0)]),
  );
}
