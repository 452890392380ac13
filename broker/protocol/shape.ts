/** What is wrong with a value: the path of the member that is, and what it should have been. */
export interface Problem {
  /** Such as `attributes[2].name`; empty for the value itself. */
  readonly path: string;
  /** Follows "must be". */
  readonly expected: string;
}

/** Checks one value; undefined when it is as it should be. */
export type Check = (value: unknown) => Problem | undefined;

/** A check that vouches for a whole type. */
export type Guard<T> = Check & {
  /** Only carries the type; never present at run time. */
  readonly type?: T;
};

function when(holds: (value: unknown) => boolean, expected: string): Check {
  return (value) => (holds(value) ? undefined : { path: '', expected });
}

/** A string of at most `maximumLength` UTF-16 units. */
export function text(maximumLength: number, minimumLength = 0): Check {
  return when(
    (value) => typeof value === 'string' && value.length >= minimumLength && value.length <= maximumLength,
    `a string of ${minimumLength} to ${maximumLength} characters`,
  );
}

export function wholeNumber(minimum: number, maximum: number): Check {
  return when(
    (value) => Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
    `a whole number from ${minimum} to ${maximum}`,
  );
}

export function yesOrNo(): Check {
  return when((value) => typeof value === 'boolean', 'true or false');
}

/** A finite number, such as a rate. */
export function number(minimum: number, maximum: number): Check {
  return when(
    (value) => typeof value === 'number' && Number.isFinite(value) && value >= minimum && value <= maximum,
    `a number from ${minimum} to ${maximum}`,
  );
}
export function matching(pattern: RegExp, expected: string): Check {
  return when((value) => typeof value === 'string' && pattern.test(value), expected);
}

export function oneOf(values: readonly string[]): Check {
  return when((value) => typeof value === 'string' && values.includes(value), `one of ${values.join(', ')}`);
}

export function optional(check: Check): Check {
  return (value) => (value === undefined ? undefined : check(value));
}

/** A second check for what has passed the first. */
export function inTurn(first: Check, second: Check): Check {
  return (value) => first(value) ?? second(value);
}

export function listOf(check: Check, maximumLength: number): Check {
  return (value) => {
    if (!Array.isArray(value) || value.length > maximumLength) {
      return { path: '', expected: `a list of at most ${maximumLength}` };
    }
    for (const [index, element] of value.entries()) {
      const problem = check(element);
      if (problem !== undefined) return within(`[${index}]`, problem);
    }
    return undefined;
  };
}

/** An object used as a dictionary of texts. */
export function dictionaryOf(check: Check, maximumEntries: number): Check {
  return (value) => {
    if (!isObject(value)) return { path: '', expected: 'an object' };
    const entries = Object.entries(value);
    if (entries.length > maximumEntries) {
      return { path: '', expected: `an object of at most ${maximumEntries} members` };
    }
    for (const [name, element] of entries) {
      const problem = check(element);
      if (problem !== undefined) return within(name, problem);
    }
    return undefined;
  };
}

/** An object with these members. Unknown members pass, so that a newer peer may say more. */
export function shape<T>(members: { readonly [K in keyof T]-?: Check }): Guard<T> {
  const checks = Object.entries<Check>(members);
  return (value) => {
    if (!isObject(value)) return { path: '', expected: 'an object' };
    for (const [name, check] of checks) {
      const problem = check(Object.hasOwn(value, name) ? value[name] : undefined);
      if (problem !== undefined) return within(name, problem);
    }
    return undefined;
  };
}

function within(outer: string, { path, expected }: Problem): Problem {
  if (path === '') return { path: outer, expected };
  return { path: path.startsWith('[') ? outer + path : `${outer}.${path}`, expected };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
