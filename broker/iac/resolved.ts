import type { Reference, ReferenceText } from './model.ts';
import type { TemplateNode } from './node.ts';
import type { Scope } from './scope.ts';
import type { Place } from './source.ts';

/** A node with the stack whose parameters and resources its functions are about. */
export interface Bound {
  readonly node: TemplateNode;
  readonly scope: Scope;
}

/** A value whose outermost functions are worked out; those of its members are not yet. */
export type Resolved =
  | { readonly kind: 'text'; readonly text: ReferenceText; readonly isQuoted: boolean; readonly at: Place }
  | { readonly kind: 'list'; readonly items: readonly Bound[]; readonly at: Place }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, BoundEntry>; readonly at: Place }
  | UnknownValue
  /** As if it were not written: `AWS::NoValue`, or `null`. */
  | { readonly kind: 'absent'; readonly at: Place };

export interface BoundEntry extends Bound {
  readonly key: Place;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  /** A sentence. */
  readonly reason: string;
  readonly at: Place;
}

export type TextValue = Extract<Resolved, { readonly kind: 'text' }>;

export function unknownValue(at: Place, reason: string): UnknownValue {
  return { kind: 'unknown', reason, at };
}

export function textValue(at: Place, text: string | ReferenceText, isQuoted = true): TextValue {
  return { kind: 'text', text: typeof text === 'string' ? [text] : joinText(text), isQuoted, at };
}

export function referenceValue(at: Place, reference: Reference): TextValue {
  return textValue(at, [reference]);
}

/** With strings next to each other made one, and none that is empty; the empty text has none. */
export function joinText(parts: ReferenceText): ReferenceText {
  const joined: (string | Reference)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part !== 'string') joined.push(part);
    else if (typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  return joined;
}

/** The characters of a text without references; undefined: it has some. */
export function plainText(text: ReferenceText): string | undefined {
  const [only = '', ...rest] = text;
  return rest.length === 0 && typeof only === 'string' ? only : undefined;
}
