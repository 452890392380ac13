import { type Node, parseTree } from 'jsonc-parser';

/** A part of a text, in UTF-16 units. */
export interface TextPlace {
  readonly offset: number;
  readonly length: number;
}

/**
 * Where a member of a policy is in its text.
 * @param path as a problem names it, such as `Statement[0].Condition.Bool`
 * @returns the last part of the path that exists; undefined for the document, or a text that is not JSON
 */
export function findPolicyPlace(text: string, path: string): TextPlace | undefined {
  let node = parseTree(text);
  let place: Node | undefined;
  for (let rest = path; node !== undefined && rest !== ''; ) {
    const step = takeStep(node, rest);
    if (step === undefined) break;
    [node, rest] = step;
    place = node;
  }
  if (place === undefined) return undefined;
  // To mark all of an object or a list would mark half the text: its name, or its bracket.
  const isWide = place.type === 'object' || place.type === 'array';
  if (!isWide) return place;
  const [name] = place.parent?.type === 'property' ? (place.parent.children ?? []) : [];
  return name ?? { offset: place.offset, length: 1 };
}

/** Names of members may have dots in them, so the document says how far a name reaches. */
function takeStep(node: Node, path: string): [Node, string] | undefined {
  const [all, digits] = /^\[(\d+)\]/.exec(path) ?? [];
  if (all !== undefined) {
    const item = node.children?.[Number(digits)];
    return item && [item, path.slice(all.length).replace(/^\./, '')];
  }
  for (const { children: [name, value] = [] } of node.type === 'object' ? (node.children ?? []) : []) {
    const key = String(name?.value);
    const rest = path.slice(key.length);
    if (value !== undefined && path.startsWith(key) && /^(?:$|[.[])/.test(rest))
      return [value, rest.replace(/^\./, '')];
  }
  return undefined;
}
