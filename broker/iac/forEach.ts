import * as l10n from '@vscode/l10n';
import { listNode, type MapEntry, type MapNode, mapNode, type TemplateNode, textNode } from './node.ts';
import type { Scope } from './scope.ts';
import { problemAt } from './source.ts';
import { listTexts } from './texts.ts';

const LOOP = 'Fn::ForEach::';

/** Writes out the loops among the members of a map, loops in loops as well. */
export function expandLoops(map: MapNode, scope: Scope): MapNode {
  if (![...map.entries.keys()].some((name) => name.startsWith(LOOP))) return map;
  const entries = new Map<string, MapEntry>();
  for (const [name, entry] of map.entries) {
    if (!name.startsWith(LOOP)) entries.set(name, entry);
    else for (const [made, part] of expandLoop(entry, scope)) entries.set(made, part);
  }
  return mapNode(map, entries);
}

/** `[identifier, values, { members }]`. */
function expandLoop({ key, value }: MapEntry, scope: Scope): ReadonlyMap<string, MapEntry> {
  const made = new Map<string, MapEntry>();
  const [identifier, values, body] = value.kind === 'list' ? value.items : [];
  if (identifier?.kind !== 'scalar' || values === undefined || body?.kind !== 'map') {
    const message = l10n.t('Fn::ForEach takes a name, a list of values and the members to repeat.');
    scope.world.note(problemAt(key, message));
    return made;
  }
  const list = listTexts({ node: values, scope });
  if (!list.isKnown) {
    scope.world.note({ range: list.range, message: l10n.t('This loop is not read: {0}', list.reason) });
    return made;
  }
  for (const text of list.value) {
    const replaced = replaceIdentifier(body, identifier.text, text, scope);
    if (replaced?.kind !== 'map') {
      scope.world.note(problemAt(key, l10n.t('This loop makes too much. Only its first part is read.')));
      break;
    }
    for (const [name, entry] of expandLoops(replaced, scope).entries) made.set(name, entry);
  }
  return made;
}

/** The node with `${identifier}`, `&{identifier}` and `{ Ref: identifier }` replaced; undefined: that would be too much. */
function replaceIdentifier(
  node: TemplateNode,
  identifier: string,
  text: string,
  scope: Scope,
): TemplateNode | undefined {
  const replaceText = (from: string): string =>
    from
      .replaceAll(`\${${identifier}}`, () => text)
      .replaceAll(`&{${identifier}}`, () => text.replace(/[^A-Za-z0-9]/g, ''));
  const replace = (from: TemplateNode): TemplateNode | undefined => {
    if (!scope.world.takeNode()) return undefined;
    switch (from.kind) {
      case 'scalar':
        return from.text.includes(identifier) ? { ...from, text: replaceText(from.text) } : from;
      case 'list': {
        const items = from.items.map(replace);
        return items.every((item) => item !== undefined) ? listNode(from, items) : undefined;
      }
      case 'map': {
        const ref = from.entries.size === 1 ? from.entries.get('Ref')?.value : undefined;
        if (ref?.kind === 'scalar' && ref.text === identifier) return textNode(from, text);
        const entries = new Map<string, MapEntry>();
        for (const [name, { key, value }] of from.entries) {
          const replaced = replace(value);
          if (replaced === undefined) return undefined;
          entries.set(replaceText(name), { key, value: replaced });
        }
        return mapNode(from, entries);
      }
      case 'unknown':
        return from;
    }
  };
  return replace(node);
}
