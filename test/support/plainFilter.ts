/**
 * Filters as they are documented, evaluated plainly: a pattern becomes all of its combinations of `$or`, a body becomes a list
 * of its values with their paths and the elements that they are in, and every choice of values is tried. Far too slow for
 * anything but small patterns and bodies.
 */

export type EventScalar = string | boolean | null | { readonly number: string };
export type EventValue =
  | EventScalar
  | readonly EventValue[]
  | { readonly fields: readonly (readonly [string, EventValue])[] };

export type PatternValue =
  | { readonly equals: EventScalar }
  | { readonly exists: boolean }
  | { readonly operator: string; readonly operand: string }
  | { readonly but: readonly EventScalar[] }
  | { readonly comparison: string; readonly bound: string };

export interface PatternObject {
  readonly fields: readonly (readonly [string, PatternObject | { readonly list: readonly PatternValue[] }])[];
  readonly or: readonly PatternObject[];
}

export function writeEvent(value: EventValue): string {
  if (Array.isArray(value)) return `[${value.map(writeEvent).join(',')}]`;
  if (isObject(value)) {
    return `{${value.fields.map(([name, each]) => `${JSON.stringify(name)}:${writeEvent(each)}`).join(',')}}`;
  }
  const scalar = value as EventScalar;
  return typeof scalar === 'object' && scalar !== null ? scalar.number : JSON.stringify(scalar);
}

export function writePattern({ fields, or }: PatternObject): string {
  const members = fields.map(
    ([name, field]) =>
      `${JSON.stringify(name)}:${'list' in field ? `[${field.list.map(writeValue).join(',')}]` : writePattern(field)}`,
  );
  if (or.length > 0) members.push(`"$or":[${or.map(writePattern).join(',')}]`);
  return `{${members.join(',')}}`;
}

function writeValue(value: PatternValue): string {
  if ('equals' in value) return writeEvent(value.equals);
  if ('exists' in value) return `{"exists":${value.exists}}`;
  if ('but' in value) return `{"anything-but":[${value.but.map(writeEvent).join(',')}]}`;
  if ('bound' in value) return `{"numeric":["${value.comparison}",${value.bound}]}`;
  return `{"${value.operator}":${JSON.stringify(value.operand)}}`;
}

/** A value of a body. */
interface Found {
  /** Names, of all lists and objects around it. */
  readonly path: string;
  readonly value: EventScalar;
  /** Of each list around it, which element it is in. */
  readonly elements: ReadonlyMap<object, number>;
}

/** The values that a field may have. */
interface Leaf {
  readonly path: string;
  readonly list: readonly PatternValue[];
}

export function matchPlainly(pattern: PatternObject, body: EventValue): boolean {
  const found = listValues(body, [], new Map());
  return listCombinations(pattern, []).some((leaves) => matchLeaves(leaves, [], found));
}

function listValues(
  value: EventValue,
  path: readonly string[],
  elements: ReadonlyMap<object, number>,
): Found[] {
  if (Array.isArray(value)) {
    const list: readonly EventValue[] = value;
    return list.flatMap((each, index) => listValues(each, path, new Map([...elements, [list, index]])));
  }
  if (isObject(value)) {
    return value.fields.flatMap(([name, each]) => listValues(each, [...path, name], elements));
  }
  return [{ path: path.join('/'), value: value as EventScalar, elements }];
}

/** Each way to choose one object of each `$or`. */
function listCombinations({ fields, or }: PatternObject, path: readonly string[]): Leaf[][] {
  let combinations: Leaf[][] = [[]];
  const and = (others: readonly Leaf[][]) => {
    combinations = combinations.flatMap((each) => others.map((other) => [...each, ...other]));
  };
  for (const [name, field] of fields) {
    const place = [...path, name];
    and('list' in field ? [[{ path: place.join('/'), list: field.list }]] : listCombinations(field, place));
  }
  if (or.length > 0) and(or.flatMap((each) => listCombinations(each, path)));
  return combinations;
}

/** @param chosen the values of the fields that were matched by one; undefined: of those that must be absent */
function matchLeaves(
  leaves: readonly Leaf[],
  chosen: readonly (Found | undefined)[],
  found: readonly Found[],
): boolean {
  const leaf = leaves[chosen.length];
  if (leaf === undefined) {
    return leaves.every(({ path }, index) => chosen[index] !== undefined || !exists(path, chosen, found));
  }
  const isAbsent = leaf.list.some((value) => 'exists' in value && !value.exists);
  if (isAbsent && matchLeaves(leaves, [...chosen, undefined], found)) return true;
  return found.some(
    (each) =>
      each.path === leaf.path &&
      isConsistent(each, chosen) &&
      leaf.list.some((value) => accepts(value, each.value)) &&
      matchLeaves(leaves, [...chosen, each], found),
  );
}

function exists(path: string, chosen: readonly (Found | undefined)[], found: readonly Found[]): boolean {
  return found.some((each) => each.path === path && isConsistent(each, chosen));
}

/** Whether a value is in no other element of a list than a chosen one. */
function isConsistent({ elements }: Found, chosen: readonly (Found | undefined)[]): boolean {
  return chosen.every((other) =>
    [...elements].every(([list, index]) => (other?.elements.get(list) ?? index) === index),
  );
}

function accepts(rule: PatternValue, value: EventScalar): boolean {
  if ('equals' in rule) return writeEvent(rule.equals) === writeEvent(value);
  if ('exists' in rule) return rule.exists;
  if ('but' in rule) return !rule.but.some((each) => isSame(each, value));
  if ('bound' in rule) return compare(rule.comparison, value, Number(rule.bound));
  if (typeof value !== 'string') return false;
  const quoted = rule.operand.replaceAll('*', '.*');
  const expressions: Readonly<Record<string, RegExp>> = {
    prefix: new RegExp(`^${quoted}`),
    suffix: new RegExp(`${quoted}$`),
    'equals-ignore-case': new RegExp(`^${quoted}$`, 'i'),
    wildcard: new RegExp(`^${quoted}$`),
  };
  return expressions[rule.operator]?.test(value) === true;
}

function isSame(one: EventScalar, other: EventScalar): boolean {
  return isNumber(one) && isNumber(other) ? Number(one.number) === Number(other.number) : one === other;
}

function compare(operator: string, value: EventScalar, bound: number): boolean {
  if (!isNumber(value)) return false;
  const sign = Math.sign(Number(value.number) - bound);
  return { '<': [-1], '<=': [-1, 0], '=': [0], '>=': [0, 1], '>': [1] }[operator]?.includes(sign) === true;
}

function isNumber(value: EventScalar): value is { readonly number: string } {
  return typeof value === 'object' && value !== null;
}

function isObject(
  value: EventValue,
): value is { readonly fields: readonly (readonly [string, EventValue])[] } {
  return typeof value === 'object' && value !== null && 'fields' in value;
}
