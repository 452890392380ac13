import type { JsonScalar } from './jsonText.ts';

/** Whether a value is one that an operator accepts. */
export type ValueTest = (value: JsonScalar) => boolean;

/** Accepts a value that exists and that none of these accepts. */
export interface NoneOf {
  readonly noneOf: readonly ValueTest[];
}

/** What the values of a field may be: one of them is enough. */
export interface ValuesRule {
  readonly kind: 'values';
  readonly texts: ReadonlySet<string>;
  /** Numbers by their text, `true`, `false` and `null`. */
  readonly literals: ReadonlySet<string>;
  readonly tests: readonly (ValueTest | NoneOf)[];
  /** With those in {@link NoneOf}. */
  readonly testCount: number;
  /** `{"exists": false}` is one of them. */
  readonly isAbsent: boolean;
}

/** What the fields of an object must be, all of them. */
export interface FieldsRule {
  readonly kind: 'fields';
  readonly fields: readonly (readonly [name: string, rule: Rule])[];
  /** `$or`: one of them is enough. Empty: none. */
  readonly alternatives: readonly FieldsRule[];
  /** Whether nothing matches, as every field may be absent. */
  readonly isAbsent: boolean;
}

/** What the body of a message must be: its form comes first. */
export interface BodyRule {
  readonly kind: 'body';
  /** Values are about text, fields about JSON. */
  readonly rule: ValuesRule | FieldsRule;
  readonly isAbsent: false;
}

export type Rule = ValuesRule | FieldsRule | BodyRule;

/** A pattern of a filter, checked. */
export interface FilterPattern {
  /** As it was written. */
  readonly text: string;
  readonly rule: FieldsRule;
  /** The names of all fields in it, of any level. */
  readonly names: ReadonlySet<string>;
}

export type ParsedPattern = { readonly ok: true; readonly pattern: FilterPattern } | PatternRefusal;

export interface PatternRefusal {
  readonly ok: false;
  /** In the words of the service. */
  readonly message: typeof INVALID_PATTERN;
  /** Where the pattern is wrong, and how: a sentence in the user's language. */
  readonly detail: string;
}

export const INVALID_PATTERN = 'Invalid filter pattern definition.';
/** UTF-16 units of a pattern. */
export const MAXIMUM_PATTERN_LENGTH = 4096;
/** Objects of a pattern in each other; ours, the service's is not documented. */
export const MAXIMUM_PATTERN_DEPTH = 100;
