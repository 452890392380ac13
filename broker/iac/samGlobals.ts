import {
  emptyMap,
  listNode,
  type MapEntry,
  type MapNode,
  mapNode,
  member,
  type TemplateNode,
} from './node.ts';
import type { Resource, Scope } from './scope.ts';

/** A function of SAM with what `Globals` say of all functions: maps and lists are joined, everything else is the function's. */
export function mergeGlobals(resource: Resource, scope: Scope): Resource {
  const globals = member(scope.section('Globals'), 'Function');
  if (globals?.kind !== 'map') return resource;
  const merged = merge(globals, resource.properties);
  return { ...resource, properties: merged.kind === 'map' ? merged : emptyMap(scope.root.source) };
}

function merge(common: TemplateNode, own: TemplateNode): TemplateNode {
  if (common.kind === 'list' && own.kind === 'list') return listNode(own, [...common.items, ...own.items]);
  if (common.kind !== 'map' || own.kind !== 'map' || isFunction(common) || isFunction(own)) return own;
  const entries = new Map<string, MapEntry>(common.entries);
  for (const [name, entry] of own.entries) {
    const other = common.entries.get(name);
    entries.set(name, other === undefined ? entry : { ...entry, value: merge(other.value, entry.value) });
  }
  return mapNode(own, entries);
}

/** A function of CloudFormation, whose value is not known before a deployment. */
function isFunction({ entries }: MapNode): boolean {
  const [name = ''] = entries.keys();
  return entries.size === 1 && (name === 'Ref' || name.startsWith('Fn::'));
}
