import type { ReferenceText, Value } from './model.ts';
import { resolve } from './resolve.ts';
import type { Bound } from './resolved.ts';
import { isList, listItems, readPlainText, readText } from './texts.ts';

/** A list of objects with `Key` and `Value`, or an object. Tags whose key is unknown are left out. */
export function readTags(bound: Bound | undefined): Readonly<Record<string, Value<ReferenceText>>> {
  const tags = new Map<string, Value<ReferenceText>>();
  const value = bound && resolve(bound);
  if (value?.kind === 'map') {
    for (const [name, entry] of value.entries) {
      const text = readText(entry);
      if (text !== undefined) tags.set(name, text);
    }
    return Object.fromEntries(tags);
  }
  const items = listItems(bound);
  if (!isList(items)) return {};
  for (const item of items) {
    const tag = resolve(item);
    if (tag.kind !== 'map') continue;
    const key = readPlainText(tag.entries.get('Key'));
    const text = readText(tag.entries.get('Value'));
    if (key?.isKnown === true && text !== undefined) tags.set(key.value, text);
  }
  return Object.fromEntries(tags);
}
