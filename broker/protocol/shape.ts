import * as l10n from '@vscode/l10n';
import { isRecord } from './isRecord.ts';
/** What is wrong with a value: the path of the member, and what it must be. */
export interface Problem {
  /** Such as `attributes[2].name`; empty for the value itself. */
  readonly path: string;
  /** Follows "must be". */
  readonly expected: string;
}

/** Checks one value; undefined if it is valid. */
export type Check = (value: unknown) => Problem | undefined;

/** A JSON Schema, draft 2020-12. Lengths of texts are UTF-16 units here and characters there. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a value must be: a type, a check and the equivalent JSON Schema. */
export interface Shape<T> {
  readonly check: Check;
  /** Follows "must be", in the language of the texts, which is only known once the program runs. */
  readonly expected: () => string;
  /** Created on demand, because most programs never need it. */
  readonly describe: () => JsonSchema;
  /** Only carries the type; never present at run time. */
  readonly type?: T;
}

/** Of a member that may be absent. */
export interface OptionalShape<T> extends Shape<T> {
  readonly isOptional: true;
}

export interface ObjectShape<M extends Members> extends Shape<ObjectOf<M>> {
  readonly members: M;
}

type Members = Readonly<Record<string, Shape<unknown>>>;

/** The type that a shape checks. */
export type TypeOf<S> = S extends { readonly type?: infer T } ? Exclude<T, undefined> : never;

type OptionalKey<M> = {
  [K in keyof M]: M[K] extends { readonly isOptional: true } ? K : never;
}[keyof M];

type ObjectOf<M> = Flat<
  { readonly [K in keyof M as K extends OptionalKey<M> ? never : K]: TypeOf<M[K]> } & {
    readonly [K in keyof M as K extends OptionalKey<M> ? K : never]?: TypeOf<M[K]>;
  }
>;

type Flat<T> = { [K in keyof T]: T[K] };

function plain<T>(
  expected: () => string,
  describe: () => JsonSchema,
  holds: (value: unknown) => boolean,
): Shape<T> {
  return {
    expected,
    describe,
    check: (value) => (holds(value) ? undefined : { path: '', expected: expected() }),
  };
}

/** A string with a number of UTF-16 units in this range. */
export function text(maximumLength: number, minimumLength = 0): Shape<string> {
  return plain(
    () => l10n.t('a string of {0} to {1} characters', minimumLength, maximumLength),
    () => ({
      type: 'string',
      ...(minimumLength === 0 ? {} : { minLength: minimumLength }),
      maxLength: maximumLength,
    }),
    (value) => typeof value === 'string' && value.length >= minimumLength && value.length <= maximumLength,
  );
}

/** A string of any length, if something else limits it. */
export function anyText(): Shape<string> {
  return plain(
    () => l10n.t('a string'),
    () => ({ type: 'string' }),
    (value) => typeof value === 'string',
  );
}

export function matching(pattern: RegExp, expected: () => string): Shape<string> {
  return plain(
    expected,
    () => ({ type: 'string', pattern: pattern.source }),
    (value) => typeof value === 'string' && pattern.test(value),
  );
}

export function oneOf<const T extends string>(values: readonly T[]): Shape<T> {
  const known: readonly unknown[] = values;
  return plain(
    () => l10n.t('one of {0}', values.join(', ')),
    () => ({ enum: values }),
    (value) => known.includes(value),
  );
}

export function wholeNumber(minimum: number, maximum: number): Shape<number> {
  return plain(
    () => l10n.t('a whole number from {0} to {1}', minimum, maximum),
    () => ({ type: 'integer', minimum, maximum }),
    (value) => Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
  );
}

/** A safe integer, if something else limits it. */
export function anyInteger(): Shape<number> {
  return wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
}

/** A finite number, if something else limits it. */
export function anyNumber(): Shape<number> {
  return plain(
    () => l10n.t('a number'),
    () => ({ type: 'number' }),
    Number.isFinite,
  );
}

/** A finite number, such as a rate. */
export function number(minimum: number, maximum: number): Shape<number> {
  return plain(
    () => l10n.t('a number from {0} to {1}', minimum, maximum),
    () => ({ type: 'number', minimum, maximum }),
    (value) => Number.isFinite(value) && (value as number) >= minimum && (value as number) <= maximum,
  );
}

export function yesOrNo(): Shape<boolean> {
  return plain(
    () => l10n.t('true or false'),
    () => ({ type: 'boolean' }),
    (value) => typeof value === 'boolean',
  );
}

/** A member of an object that may be absent. */
export function optional<T>({ check, expected, describe }: Shape<T>): OptionalShape<T> {
  return {
    check: (value) => (value === undefined ? undefined : check(value)),
    expected,
    describe,
    isOptional: true,
  };
}

/** A value that may be null. */
export function orNull<T>({ check, expected, describe }: Shape<T>): Shape<T | null> {
  return {
    check: (value) => (value === null ? undefined : check(value)),
    expected,
    describe: () => {
      const schema = describe();
      return { ...schema, type: [schema['type'], 'null'] };
    },
  };
}

/**
 * A second check for values that passed the first.
 * @param schema the part that JSON Schema can express
 */
export function refine<T>(
  shape: Shape<T>,
  check: (value: T) => Problem | undefined,
  schema: JsonSchema,
): Shape<T> {
  return {
    check: (value) => shape.check(value) ?? check(value as T),
    expected: shape.expected,
    describe: () => ({ ...shape.describe(), ...schema }),
  };
}

/** @param maximumLength may be omitted if something else limits the list */
export function listOf<T>(element: Shape<T>, maximumLength = Infinity): Shape<readonly T[]> {
  const { check } = element;
  const isBounded = maximumLength < Infinity;
  const expected = (): string =>
    isBounded ? l10n.t('a list of at most {0}', maximumLength) : l10n.t('a list');
  return {
    check: (value) => {
      if (!Array.isArray(value) || value.length > maximumLength) return { path: '', expected: expected() };
      for (let index = 0; index < value.length; index++) {
        const problem = check(value[index]);
        if (problem !== undefined) return within(`[${index}]`, problem);
      }
      return undefined;
    },
    expected,
    describe: () => ({
      type: 'array',
      items: element.describe(),
      ...(isBounded ? { maxItems: maximumLength } : {}),
    }),
  };
}

/** An object used as a dictionary. */
export function dictionaryOf<T>(
  element: Shape<T>,
  maximumEntries: number,
): Shape<Readonly<Record<string, T>>> {
  const expected = (): string => l10n.t('an object of at most {0} members', maximumEntries);
  return {
    check: (value) => {
      if (!isRecord(value)) return findNoObject();
      const entries = Object.entries(value);
      if (entries.length > maximumEntries) return { path: '', expected: expected() };
      for (const [name, each] of entries) {
        const problem = element.check(each);
        if (problem !== undefined) return within(name, problem);
      }
      return undefined;
    },
    expected,
    describe: () => ({
      type: 'object',
      additionalProperties: element.describe(),
      maxProperties: maximumEntries,
    }),
  };
}

/** An object with these members. Unknown members are allowed, so that a newer peer can send more. */
export function shape<M extends Members>(members: M): ObjectShape<M> {
  // Created at the first check, because a program declares all methods when it starts but calls few.
  let checks: readonly (readonly [name: string, check: Check])[] | undefined;
  return {
    members,
    check: (value) => {
      if (!isRecord(value)) return findNoObject();
      checks ??= Object.entries(members).map(([name, { check }]) => [name, check]);
      for (const [name, check] of checks) {
        const problem = check(Object.hasOwn(value, name) ? value[name] : undefined);
        if (problem !== undefined) return within(name, problem);
      }
      return undefined;
    },
    expected: expectObject,
    describe: () => describeMembers(members),
  };
}

type VariantsOf<K extends string, V extends Readonly<Record<string, Shape<unknown>>>> = {
  readonly [T in keyof V]: Flat<{ readonly [N in K]: T } & TypeOf<V[T]>>;
}[keyof V];

/** An object whose member `tag` names which of these shapes it has. */
export function variantsOf<const K extends string, const V extends Readonly<Record<string, Shape<unknown>>>>(
  tag: K,
  variants: V,
): Shape<VariantsOf<K, V>> {
  const named = oneOf(Object.keys(variants));
  return {
    check: (value) => {
      if (!isRecord(value)) return findNoObject();
      const name = Object.hasOwn(value, tag) ? value[tag] : undefined;
      const problem = named.check(name);
      return problem === undefined ? variants[name as string]?.check(value) : within(tag, problem);
    },
    expected: expectObject,
    describe: () => ({
      oneOf: Object.entries(variants).map(([name, { describe }]) => {
        const { properties = {}, required = [], ...rest } = describe();
        return {
          ...rest,
          properties: { [tag]: { const: name }, ...(properties as object) },
          required: [tag, ...(required as readonly string[])],
        };
      }),
    }),
  };
}

function describeMembers(members: Members): JsonSchema {
  const entries = Object.entries(members);
  const required = entries.filter(([, member]) => !('isOptional' in member)).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, { describe }]) => [name, describe()])),
    ...(required.length === 0 ? {} : { required }),
  };
}

function expectObject(): string {
  return l10n.t('an object');
}

function findNoObject(): Problem {
  return { path: '', expected: expectObject() };
}

function within(outer: string, { path, expected }: Problem): Problem {
  if (path === '') return { path: outer, expected };
  return { path: path.startsWith('[') ? outer + path : `${outer}.${path}`, expected };
}
