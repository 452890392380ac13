/**
 * Patterns of policies: `*` is any run of characters, `?` any one, `${…}` a value of the request. A pattern is a list of
 * code units with two marks for the wildcards, so that a wildcard that comes out of a variable is an ordinary letter.
 */
export type Pattern = readonly number[];

/** Finds the value of a policy variable; undefined when the request has none, or several. */
export type FindVariable = (name: string) => string | undefined;

const ANY_RUN = -1;
const ANY_ONE = -2;
/** `${name}`, `${name, 'value when there is none'}`, and the escapes `${*}`, `${?}`, `${$}`. */
const VARIABLE = /\$\{([^}'",]+)(?:,\s*'([^']*)')?\}/g;
const ESCAPES: ReadonlySet<string> = new Set(['*', '?', '$']);

/**
 * @param findVariable absent: `${…}` is ordinary text, as in policies of version 2008-10-17
 * @returns undefined when a variable has no value: such a pattern matches nothing
 */
export function compilePattern(text: string, findVariable?: FindVariable): Pattern | undefined {
  const pattern: number[] = [];
  let position = 0;
  if (findVariable !== undefined) {
    for (const match of text.matchAll(VARIABLE)) {
      const name = (match[1] as string).trim();
      const value = ESCAPES.has(name) ? name : (findVariable(name) ?? match[2]);
      if (value === undefined) return undefined;
      addWildcardText(pattern, text.slice(position, match.index));
      addPlainText(pattern, value);
      position = match.index + match[0].length;
    }
  }
  addWildcardText(pattern, text.slice(position));
  return pattern;
}

/** A text in which variables count and wildcards do not; undefined as with {@link compilePattern}. */
export function resolveVariables(text: string, findVariable?: FindVariable): string | undefined {
  if (findVariable === undefined) return text;
  let isWhole = true;
  const resolved = text.replace(VARIABLE, (_whole, name: string, otherwise: string | undefined) => {
    const value = ESCAPES.has(name.trim()) ? name.trim() : (findVariable(name.trim()) ?? otherwise);
    if (value === undefined) isWhole = false;
    return value ?? '';
  });
  return isWhole ? resolved : undefined;
}

function addWildcardText(pattern: number[], text: string): void {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    pattern.push(unit === 0x2a ? ANY_RUN : unit === 0x3f ? ANY_ONE : unit);
  }
}

function addPlainText(pattern: number[], text: string): void {
  for (let index = 0; index < text.length; index++) pattern.push(text.charCodeAt(index));
}

/** Time is at most the product of both lengths, whatever the pattern: no backtracking but to the last run. */
export function matchPattern(pattern: Pattern, text: string): boolean {
  let place = 0;
  let position = 0;
  let runPlace = -1;
  let runPosition = 0;
  while (position < text.length) {
    const unit = pattern[place];
    if (unit === ANY_RUN) {
      runPlace = place++;
      runPosition = position;
    } else if (unit === ANY_ONE || unit === text.charCodeAt(position)) {
      place++;
      position++;
    } else if (runPlace >= 0) {
      place = runPlace + 1;
      position = ++runPosition;
    } else {
      return false;
    }
  }
  while (pattern[place] === ANY_RUN) place++;
  return place === pattern.length;
}

/** Wildcards only, no variables. */
export function matchesWildcards(text: string, pattern: string): boolean {
  return matchPattern(compilePattern(pattern) as Pattern, text);
}
