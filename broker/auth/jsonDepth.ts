import { createScanner } from 'jsonc-parser';

/**
 * Where a text of JSON, with comments or not, is nested deeper than it may be. To be asked before `parseTree`, which calls
 * itself for each level: a text of nothing but brackets would end the process.
 * @returns the offset of the first bracket that is one too many; undefined when there is none
 */
export function findTooDeep(text: string, maximumDepth: number): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const first = text[scanner.getTokenOffset()];
    if (first === '{' || first === '[') depth++;
    if (first === '}' || first === ']') depth--;
    if (depth > maximumDepth) return scanner.getTokenOffset();
  }
  return undefined;
}
