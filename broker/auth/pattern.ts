import { addWildcardText, type Pattern } from '../engine/rules/wildcards.ts';

/** Finds the value of a policy variable; undefined when the request has none, or several. */
export type FindVariable = (name: string) => string | undefined;

/** `${name}`, `${name, 'value when there is none'}`, and the escapes `${*}`, `${?}`, `${$}`. */
const VARIABLE = /\$\{([^}'",]+)(?:,\s*'([^']*)')?\}/g;
const ESCAPES: ReadonlySet<string> = new Set(['*', '?', '$']);

/**
 * A pattern in which `${…}` is a value of the request.
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

function addPlainText(pattern: number[], text: string): void {
  for (let index = 0; index < text.length; index++) pattern.push(text.charCodeAt(index));
}
