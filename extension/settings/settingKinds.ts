/** What the table of settings says of one. */
interface Description<T> {
  readonly default: T;
  /** What it does, as Markdown; `#queueside.port#` is a link to another setting. */
  readonly text: string;
  /** Who can set it: default `window`, that is the user and the workspace. */
  readonly scope?: 'application' | 'window' | 'resource';
  /** It is ignored in a folder that is not trusted: whether and how a process starts, and what goes into launches. */
  readonly needsTrust?: true;
  /** It applies only after a restart of the broker. */
  readonly needsRestart?: true;
}

/** A setting: what the manifest says of it, and which values count. */
export interface SettingRow<T> extends Description<T> {
  /** A hand-edited settings.json is not held to its schema. */
  readonly accepts: (value: unknown) => boolean;
  /** What its JSON schema has beside the default. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The values of a choice, each with what it means, as Markdown. */
  readonly choices?: Readonly<Record<string, string>>;
}

export function onOrOff(description: Description<boolean>): SettingRow<boolean> {
  return { ...description, schema: { type: 'boolean' }, accepts: (value) => typeof value === 'boolean' };
}

export function oneOf<const C extends string>(
  choices: Readonly<Record<C, string>>,
  description: Description<NoInfer<C>>,
): SettingRow<C> {
  const values: readonly string[] = Object.keys(choices);
  return {
    ...description,
    choices,
    schema: { type: 'string', enum: values },
    accepts: (value) => typeof value === 'string' && values.includes(value),
  };
}

export function wholeNumber(
  minimum: number,
  maximum: number,
  description: Description<number>,
): SettingRow<number> {
  return {
    ...description,
    schema: { type: 'integer', minimum, maximum },
    accepts: isIntegerBetween(minimum, maximum),
  };
}

/** 0 has a meaning of its own. */
export function wholeNumberOrZero(
  minimum: number,
  maximum: number,
  description: Description<number>,
): SettingRow<number> {
  const isInRange = isIntegerBetween(minimum, maximum);
  return {
    ...description,
    schema: { type: 'integer', anyOf: [{ const: 0 }, { minimum, maximum }] },
    accepts: (value) => value === 0 || isInRange(value),
  };
}

export function textLike(pattern: string, description: Description<string>): SettingRow<string> {
  return { ...description, schema: { type: 'string', pattern }, accepts: isLike(pattern) };
}

/** @param maxLength in UTF-16 units */
export function textUpTo(maxLength: number, description: Description<string>): SettingRow<string> {
  return {
    ...description,
    schema: { type: 'string', maxLength },
    accepts: (value) => typeof value === 'string' && value.length <= maxLength,
  };
}

/** A list of different texts. */
export function listOf(
  pattern: string,
  maxItems: number,
  description: Description<readonly string[]>,
): SettingRow<readonly string[]> {
  return {
    ...description,
    schema: { type: 'array', items: { type: 'string', pattern }, maxItems, uniqueItems: true },
    accepts: (value) => Array.isArray(value) && value.length <= maxItems && value.every(isLike(pattern)),
  };
}

/** What reads it says in words which of them it cannot use: see `broker/connections/readDefinitions.ts`. */
export function listOfObjects(
  properties: Readonly<Record<string, object>>,
  description: Description<readonly object[]>,
): SettingRow<readonly object[]> {
  return {
    ...description,
    schema: { type: 'array', items: { type: 'object', properties, additionalProperties: false } },
    accepts: Array.isArray,
  };
}

function isLike(pattern: string): (value: unknown) => boolean {
  const expression = new RegExp(pattern);
  return (value) => typeof value === 'string' && expression.test(value);
}

function isIntegerBetween(low: number, high: number): (value: unknown) => boolean {
  return (value) => Number.isInteger(value) && (value as number) >= low && (value as number) <= high;
}
