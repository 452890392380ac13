import type { BodyRule, FieldsRule, Rule, ValuesRule } from './filterPattern.ts';
import { type JsonObject, type JsonScalar, type JsonValue, writeLiteral } from './jsonText.ts';

/** Of a rule and a value: no match, a match because something is absent, a match of something present. */
export type Hit = typeof MISS | typeof BY_ABSENCE | typeof BY_VALUE;
export const MISS = 0;
export const BY_ABSENCE = 1;
export const BY_VALUE = 2;

/** What is matched by a rule of the body. */
export type MatchBody = (rule: BodyRule) => Hit;

/**
 * Matches a value with a rule. A list is matched by its elements, and lists in it by theirs: of an object in it, all fields
 * must be in the same element. A field is only absent from a list of objects if it is absent from all of them, unless
 * another field of the rule chose one of the objects.
 *
 * Each part of the rule meets each part of the value at most once, whatever `$or` and lists there are, so that the time is at
 * most the product of their sizes.
 * @param value undefined: there is none
 */
export function matchRule(rule: Rule, value: JsonValue | undefined, matchBody: MatchBody): Hit {
  if (rule.kind === 'body') return matchBody(rule);
  if (rule.kind === 'values') return matchValues(rule, value);
  if (value instanceof Map) return matchFields(rule, value, matchBody);
  if (!Array.isArray(value) || value.length === 0) return rule.isAbsent ? BY_ABSENCE : MISS;
  const elements: readonly JsonValue[] = value;
  let isAbsentInAll = true;
  for (const element of elements) {
    const hit = matchRule(rule, element, matchBody);
    if (hit === BY_VALUE) return hit;
    if (hit === MISS) isAbsentInAll = false;
  }
  return isAbsentInAll ? BY_ABSENCE : MISS;
}

function matchFields(rule: FieldsRule, object: JsonObject, matchBody: MatchBody): Hit {
  let best: Hit = BY_ABSENCE;
  for (const [name, field] of rule.fields) {
    const hit = matchRule(field, object.get(name), matchBody);
    if (hit === MISS) return MISS;
    if (hit === BY_VALUE) best = BY_VALUE;
  }
  if (rule.alternatives.length === 0) return best;
  const other = matchAlternatives(rule.alternatives, object, matchBody);
  return other === MISS || best === BY_ABSENCE ? other : best;
}

function matchAlternatives(
  alternatives: readonly FieldsRule[],
  object: JsonObject,
  matchBody: MatchBody,
): Hit {
  let best: Hit = MISS;
  for (const alternative of alternatives) {
    const hit = matchFields(alternative, object, matchBody);
    if (hit === BY_VALUE) return hit;
    if (hit === BY_ABSENCE) best = hit;
  }
  return best;
}

/** Only values that are neither objects nor lists exist for an operator: `exists` looks at them alone. */
function matchValues(rule: ValuesRule, value: JsonValue | undefined): Hit {
  const found = value === undefined ? 'none' : lookForValue(rule, value);
  if (found === 'match') return BY_VALUE;
  return found === 'none' && rule.isAbsent ? BY_ABSENCE : MISS;
}

function lookForValue(rule: ValuesRule, value: JsonValue): 'match' | 'other' | 'none' {
  if (value instanceof Map) return 'none';
  if (!Array.isArray(value)) return acceptsScalar(rule, value as JsonScalar) ? 'match' : 'other';
  const elements: readonly JsonValue[] = value;
  let found: 'other' | 'none' = 'none';
  for (const element of elements) {
    const each = lookForValue(rule, element);
    if (each === 'match') return each;
    if (each === 'other') found = each;
  }
  return found;
}

function acceptsScalar(rule: ValuesRule, value: JsonScalar): boolean {
  const isEqual =
    typeof value === 'string'
      ? rule.texts.has(value)
      : rule.literals.size > 0 && rule.literals.has(writeLiteral(value));
  return isEqual || rule.tests.some((test) => test(value));
}
