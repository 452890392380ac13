import * as l10n from '@vscode/l10n';
import { decideCondition } from './conditions.ts';
import { expandLoops } from './forEach.ts';
import { FUNCTIONS } from './intrinsics.ts';
import { isNull, type MapNode, onlyEntry } from './node.ts';
import { resolveAttribute, resolveRef } from './references.ts';
import { type Bound, type BoundEntry, type Resolved, textValue, unknownValue } from './resolved.ts';

/** Functions in each other, and stacks that give values to each other; more would overflow the stack. */
const MAXIMUM_CALLS = 300;

let calls = 0;

/** Works out the outermost functions of a node; others ask for it with `resolve`, which knows no functions. */
export function evaluate(bound: Bound): Resolved {
  if (calls >= MAXIMUM_CALLS || !bound.scope.world.takeStep()) {
    return unknownValue(bound.node, l10n.t('It takes too many steps to work this out.'));
  }
  calls++;
  try {
    return resolveNode(bound);
  } finally {
    calls--;
  }
}

function resolveNode({ node: written, scope }: Bound): Resolved {
  const node = scope.replaceVariables?.(written) ?? written;
  switch (node.kind) {
    case 'unknown':
      return unknownValue(node, node.reason);
    case 'list':
      return { kind: 'list', items: node.items.map((item) => ({ node: item, scope })), at: node };
    case 'scalar':
      if (isNull(node)) return { kind: 'absent', at: node };
      if (node.text.includes('{{')) {
        return node.text.includes('{{resolve:')
          ? unknownValue(node, l10n.t('Only a deployment reads {0}.', node.text))
          : unknownValue(node, l10n.t('Another program fills in {0}.', node.text));
      }
      return textValue(node, node.text, node.isQuoted);
    case 'map':
      return resolveFunction(node, scope) ?? resolveMap(node, scope);
  }
}

function resolveMap(node: MapNode, scope: Bound['scope']): Resolved {
  const entries = new Map<string, BoundEntry>();
  for (const [name, { key, value }] of expandLoops(node, scope).entries) {
    entries.set(name, { key, node: value, scope });
  }
  return { kind: 'map', entries, at: node };
}

/** A map with one member whose name is that of a function. */
function resolveFunction(node: MapNode, scope: Bound['scope']): Resolved | undefined {
  const only = onlyEntry(node);
  if (only === undefined) return undefined;
  const { name, value } = only;
  const argument = { node: value, scope };
  switch (name) {
    case 'Ref':
      return resolveRef(argument, node);
    case 'Fn::GetAtt':
      return resolveAttribute(argument, node);
    case 'Condition': {
      // Only short forms and conditions write it alone.
      const decided = value.kind === 'scalar' ? decideCondition(value.text, scope) : undefined;
      return typeof decided === 'boolean' ? textValue(node, String(decided), false) : undefined;
    }
    default: {
      if (!name.startsWith('Fn::') || name.startsWith('Fn::ForEach::')) return undefined;
      const call = FUNCTIONS[name];
      return call === undefined
        ? unknownValue(node, l10n.t('Only a deployment works out {0}.', name))
        : call(argument, node);
    }
  }
}
