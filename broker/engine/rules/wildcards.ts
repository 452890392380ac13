/**
 * Patterns of policies: `*` is any run of characters, `?` any one. A pattern is a list of code units with two marks for the
 * wildcards, so that a wildcard that comes out of a variable is an ordinary letter.
 */
export type Pattern = readonly number[];

const ANY_RUN = -1;
const ANY_ONE = -2;

/** Appends a text whose wildcards count. */
export function addWildcardText(pattern: number[], text: string): void {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    pattern.push(unit === 0x2a ? ANY_RUN : unit === 0x3f ? ANY_ONE : unit);
  }
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
  const compiled: number[] = [];
  addWildcardText(compiled, pattern);
  return matchPattern(compiled, text);
}
