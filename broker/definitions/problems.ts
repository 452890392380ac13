import { findNodeAtLocation, type JSONPath, type Node } from 'jsonc-parser';
import type { DefinitionProblem } from '../protocol/definitions.ts';

/** Turns offsets of a text into lines and characters. */
export class LineIndex {
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: end }) => index + end.length)];
  }

  /** @param length in UTF-16 units; at least one is shown */
  describe(offset: number, length: number, message: string): DefinitionProblem {
    const start = this.place(offset);
    const end = this.place(offset + Math.max(1, length));
    return {
      line: start.line,
      character: start.character,
      endLine: end.line,
      endCharacter: end.character,
      message,
    };
  }

  private place(offset: number): { readonly line: number; readonly character: number } {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - (this.starts[low] as number) };
  }
}

/**
 * The part of the tree at a path, or the last existing one on the way. Of a member that holds an object
 * or a list, its name: marking all of it would mark half the file.
 */
export function findPlace(root: Node, path: JSONPath): Node {
  for (let length = path.length; length > 0; length--) {
    const found = findNodeAtLocation(root, path.slice(0, length));
    if (found === undefined) continue;
    const isWide = found.type === 'object' || found.type === 'array';
    return isWide && found.parent?.type === 'property' ? (found.parent.children?.[0] ?? found) : found;
  }
  return root;
}

/** One problem in compiler format: `queueside.json:12:5: …`, both numbers from 1. */
export function formatProblem(file: string, { line, character, message }: DefinitionProblem): string {
  return `${file}:${line + 1}:${character + 1}: ${message}`;
}
