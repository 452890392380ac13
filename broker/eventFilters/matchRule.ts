import type { BodyRule, FieldsRule, NoneOf, Rule, ValuesRule, ValueTest } from './filterPattern.ts';
import { type JsonObject, type JsonScalar, type JsonValue, writeLiteral } from './jsonText.ts';
import { PART_STEPS, type Slice, type Sliced } from './slices.ts';

/** Of a rule and a value: no match, a match because something is absent, a match of something present. */
export type Hit = typeof MISS | typeof BY_ABSENCE | typeof BY_VALUE;
export const MISS = 0;
export const BY_ABSENCE = 1;
export const BY_VALUE = 2;

/** What a match needs beside a rule and a value. */
export interface Matching {
  readonly slice: Slice;
  /** Matches the body. */
  matchBody(rule: BodyRule): Sliced<Hit>;
}

/** Tests of a longer text are counted one by one: each looks at all of it. */
const SHORT_TEXT = 256;

/**
 * Matches a value with a rule. A list is matched by its elements, and lists in it by theirs: of an object in it, all fields
 * must be in the same element. A field is only absent from a list of objects if it is absent from all of them, unless
 * another field of the rule chose one of the objects.
 *
 * Each part of the rule meets each part of the value at most once, whatever `$or` and lists there are, so that the time is at
 * most the product of their sizes: seconds for the largest, which is why it is done in slices.
 * @param value undefined: there is none
 */
export function* matchRule(rule: Rule, value: JsonValue | undefined, matching: Matching): Sliced<Hit> {
  if (rule.kind === 'body') return yield* matching.matchBody(rule);
  if (rule.kind === 'values') return yield* matchValues(rule, value, matching.slice);
  if (value instanceof Map) return yield* matchFields(rule, value, matching);
  if (!Array.isArray(value) || value.length === 0) return rule.isAbsent ? BY_ABSENCE : MISS;
  const elements: readonly JsonValue[] = value;
  let isAbsentInAll = true;
  for (const element of elements) {
    const isLone = isScalar(element);
    if (matching.slice.count(isLone ? 1 : PART_STEPS)) yield;
    // What has no fields needs no generator of its own.
    if (isLone) isAbsentInAll &&= rule.isAbsent;
    else {
      const hit = yield* matchRule(rule, element, matching);
      if (hit === BY_VALUE) return hit;
      if (hit === MISS) isAbsentInAll = false;
    }
  }
  return isAbsentInAll ? BY_ABSENCE : MISS;
}

function* matchFields(rule: FieldsRule, object: JsonObject, matching: Matching): Sliced<Hit> {
  let best: Hit = BY_ABSENCE;
  for (const [name, field] of rule.fields) {
    if (matching.slice.count(1)) yield;
    const hit = yield* matchRule(field, object.get(name), matching);
    if (hit === MISS) return MISS;
    if (hit === BY_VALUE) best = BY_VALUE;
  }
  if (rule.alternatives.length === 0) return best;
  const other = yield* matchAlternatives(rule.alternatives, object, matching);
  return other === MISS || best === BY_ABSENCE ? other : best;
}

function* matchAlternatives(
  alternatives: readonly FieldsRule[],
  object: JsonObject,
  matching: Matching,
): Sliced<Hit> {
  let best: Hit = MISS;
  for (const alternative of alternatives) {
    const hit = yield* matchFields(alternative, object, matching);
    if (hit === BY_VALUE) return hit;
    if (hit === BY_ABSENCE) best = hit;
  }
  return best;
}

/** Only values that are neither objects nor lists exist for an operator: `exists` looks at them alone. */
function* matchValues(rule: ValuesRule, value: JsonValue | undefined, slice: Slice): Sliced<Hit> {
  const found = value === undefined ? 'none' : yield* lookForValue(rule, value, slice);
  if (found === 'match') return BY_VALUE;
  return found === 'none' && rule.isAbsent ? BY_ABSENCE : MISS;
}

function* lookForValue(rule: ValuesRule, value: JsonValue, slice: Slice): Sliced<'match' | 'other' | 'none'> {
  if (value instanceof Map) return 'none';
  const elements: readonly JsonValue[] = Array.isArray(value) ? value : [value];
  let found: 'other' | 'none' = 'none';
  for (const element of elements) {
    if (!isScalar(element)) {
      if (slice.count(PART_STEPS)) yield;
      const within = yield* lookForValue(rule, element, slice);
      if (within === 'match') return within;
      if (within === 'other') found = within;
      continue;
    }
    if (slice.count(1 + rule.testCount)) yield;
    const isAccepted = isLong(element)
      ? yield* acceptsLongText(rule, element, slice)
      : acceptsScalar(rule, element);
    if (isAccepted) return 'match';
    found = 'other';
  }
  return found;
}

function isScalar(value: JsonValue): value is JsonScalar {
  return !(value instanceof Map) && !Array.isArray(value);
}

function isLong(value: JsonScalar): value is string {
  return typeof value === 'string' && value.length > SHORT_TEXT;
}

function acceptsScalar(rule: ValuesRule, value: JsonScalar): boolean {
  const isEqual =
    typeof value === 'string'
      ? rule.texts.has(value)
      : rule.literals.size > 0 && rule.literals.has(writeLiteral(value));
  return isEqual || rule.tests.some((test) => accepts(test, value));
}

function accepts(test: ValueTest | NoneOf, value: JsonScalar): boolean {
  return typeof test === 'function' ? test(value) : !test.noneOf.some((each) => each(value));
}

function* acceptsLongText(rule: ValuesRule, text: string, slice: Slice): Sliced<boolean> {
  if (rule.texts.has(text)) return true;
  for (const test of rule.tests) {
    let isFound = false;
    for (const each of typeof test === 'function' ? [test] : test.noneOf) {
      if (slice.count(1, text.length)) yield;
      isFound = each(text);
      if (isFound) break;
    }
    if (isFound === (typeof test === 'function')) return true;
  }
  return false;
}
