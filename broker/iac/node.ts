import type { Place, Source } from './source.ts';

/** A text, number, boolean or null: what it means depends on who reads it. */
export interface ScalarNode extends Place {
  readonly kind: 'scalar';
  /** As it is written, without quotation marks; so an account ID keeps its zeros, and a version its digits. */
  readonly text: string;
  /** It is a text, and nothing else. */
  readonly isQuoted: boolean;
}

export interface ListNode extends Place {
  readonly kind: 'list';
  readonly items: readonly TemplateNode[];
}

export interface MapEntry {
  readonly key: Place;
  readonly value: TemplateNode;
}

export interface MapNode extends Place {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
}

/** A part that is not known, such as a variable without a value. */
export interface UnknownNode extends Place {
  readonly kind: 'unknown';
  /** A sentence. */
  readonly reason: string;
}

/** YAML and JSON alike, with the long forms of functions: `!Ref A` is `{ Ref: A }`. */
export type TemplateNode = ScalarNode | ListNode | MapNode | UnknownNode;

export function textNode(place: Place, text: string): ScalarNode {
  const { source, start, end } = place;
  return { kind: 'scalar', source, start, end, text, isQuoted: true };
}

export function unknownNode({ source, start, end }: Place, reason: string): UnknownNode {
  return { kind: 'unknown', source, start, end, reason };
}

export function mapNode({ source, start, end }: Place, entries: ReadonlyMap<string, MapEntry>): MapNode {
  return { kind: 'map', source, start, end, entries };
}

export function listNode({ source, start, end }: Place, items: readonly TemplateNode[]): ListNode {
  return { kind: 'list', source, start, end, items };
}

export function emptyMap(source: Source): MapNode {
  return mapNode({ source, start: 0, end: 0 }, new Map());
}

/** Whether nothing is written, or `null`. */
export function isNull(node: TemplateNode): boolean {
  return node.kind === 'scalar' && !node.isQuoted && /^(?:~|null|Null|NULL|)$/.test(node.text);
}

/** A member of a map, unless it is nothing. */
export function member(node: TemplateNode | undefined, name: string): TemplateNode | undefined {
  const value = node?.kind === 'map' ? node.entries.get(name)?.value : undefined;
  return value === undefined || isNull(value) ? undefined : value;
}

/** The member of a map that has only this one. */
export function onlyEntry({
  entries,
}: MapNode): { readonly name: string; readonly value: TemplateNode } | undefined {
  if (entries.size !== 1) return undefined;
  for (const [name, { value }] of entries) return { name, value };
  return undefined;
}
