import { CONDITION_OPERATORS, type ConditionOperator } from './conditionOperators.ts';
import type { FindVariable } from './pattern.ts';

/** What a condition may ask of a request: values by lower-case key. A key without values is not there. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** How the values of a key that has several count. */
type Quantifier = 'ForAllValues' | 'ForAnyValue' | undefined;

/** One key under one operator of a statement's `Condition`. */
export interface Condition {
  /** As written, with its modifiers. */
  readonly operatorName: string;
  /** Undefined for `Null`. */
  readonly operator: ConditionOperator | undefined;
  readonly quantifier: Quantifier;
  readonly isIfExists: boolean;
  /** As written. */
  readonly key: string;
  readonly expected: readonly string[];
}

/** How one condition came out. */
export interface ConditionEvaluation {
  readonly operator: string;
  readonly key: string;
  readonly expected: readonly string[];
  /** Undefined: the request has no such key. */
  readonly actual: readonly string[] | undefined;
  readonly holds: boolean;
}

/** Reads the name of an operator with its modifiers; undefined when there is no such operator. */
export function parseOperator(
  name: string,
): Pick<Condition, 'operatorName' | 'operator' | 'quantifier' | 'isIfExists'> | undefined {
  const [, quantifier, rest = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.+)$/.exec(name) ?? [];
  const isIfExists = rest.endsWith('IfExists');
  const bare = isIfExists ? rest.slice(0, -'IfExists'.length) : rest;
  const operator = CONDITION_OPERATORS.get(bare);
  if (operator === undefined && (bare !== 'Null' || isIfExists || quantifier !== undefined)) return undefined;
  return { operatorName: name, operator, quantifier: quantifier as Quantifier, isIfExists };
}

/** @param findVariable absent: the policy's version knows no variables */
export function evaluateCondition(
  condition: Condition,
  context: RequestContext,
  findVariable: FindVariable | undefined,
): ConditionEvaluation {
  const actual = context.get(condition.key.toLowerCase());
  return {
    operator: condition.operatorName,
    key: condition.key,
    expected: condition.expected,
    actual,
    holds: isFulfilled(condition, actual, findVariable),
  };
}

function isFulfilled(
  { operator, quantifier, isIfExists, expected }: Condition,
  actual: readonly string[] | undefined,
  findVariable: FindVariable | undefined,
): boolean {
  if (operator === undefined) {
    return expected.some((value) => (value.toLowerCase() === 'true') === (actual === undefined));
  }
  if (actual === undefined) {
    if (isIfExists || quantifier === 'ForAllValues') return true;
    return quantifier === undefined && operator.isNegated;
  }
  const isMatch = (value: string): boolean =>
    expected.some((wanted) => operator.compare(value, wanted, findVariable));
  if (operator.isNegated) {
    return quantifier === 'ForAnyValue'
      ? actual.some((value) => !isMatch(value))
      : actual.every((value) => !isMatch(value));
  }
  return quantifier === 'ForAllValues' ? actual.every(isMatch) : actual.some(isMatch);
}
