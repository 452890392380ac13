import { readOwn } from './ownValue.ts';
import type { SetQueueAttributesParams } from './queue.ts';

type Values = Readonly<Record<string, string>>;

/**
 * Whether the values that a change is about are those that its caller has seen; so they are if it does not say what it has seen.
 * A policy counts by what it says: a service may return it in another layout.
 */
export function isAsExpected(
  current: { readonly attributes: Values; readonly tags: Values },
  {
    attributes,
    tags = {},
    removedTags = [],
    expected,
  }: Pick<SetQueueAttributesParams, 'attributes' | 'tags' | 'removedTags' | 'expected'>,
): boolean {
  if (expected === undefined) return true;
  return (
    Object.keys(attributes).every((name) =>
      isSameValue(readOwn(current.attributes, name), readOwn(expected.attributes, name)),
    ) &&
    [...Object.keys(tags), ...removedTags].every(
      (key) => readOwn(current.tags, key) === readOwn(expected.tags, key),
    )
  );
}

/** Of an attribute; texts of JSON are compared by their values, whatever the order of their members. */
export function isSameValue(one: string | undefined, other: string | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && normalize(one) === normalize(other));
}

/** Numbers in policies are texts to some services. */
function normalize(text: string): string {
  if (!text.startsWith('{')) return text;
  try {
    return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
      typeof value === 'number'
        ? String(value)
        : typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)))
          : value,
    );
  } catch {
    return text;
  }
}
