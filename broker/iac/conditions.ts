import * as l10n from '@vscode/l10n';
import type { ReferenceText } from './model.ts';
import { member, onlyEntry, type TemplateNode } from './node.ts';
import { resolve } from './resolve.ts';
import type { Scope } from './scope.ts';

/** Whether a condition is true; a text says why that is unknown. */
export type Decision = boolean | string;

/** Decides a condition by its name. Each is decided once. */
export function decideCondition(name: string, scope: Scope): Decision {
  if (scope.conditions.has(name)) {
    return scope.conditions.get(name) ?? l10n.t('The condition {0} depends on itself.', name);
  }
  const node = member(scope.section('Conditions'), name);
  if (node === undefined) return l10n.t('This template has no condition {0}.', name);
  scope.conditions.set(name, undefined);
  const decision = decide(node, scope);
  scope.conditions.set(name, decision);
  return decision;
}

function decide(node: TemplateNode, scope: Scope): Decision {
  const only = node.kind === 'map' ? onlyEntry(node) : undefined;
  if (only === undefined) return l10n.t('This is not a condition.');
  const { name, value } = only;
  const parts = value.kind === 'list' ? value.items : [value];
  const [first, second] = parts;
  switch (name) {
    case 'Condition':
      return value.kind === 'scalar'
        ? decideCondition(value.text, scope)
        : l10n.t('This is not a condition.');
    case 'Fn::Equals':
      if (first === undefined || second === undefined) return l10n.t('This is not a condition.');
      return isEqual(first, second, scope);
    case 'Fn::Not': {
      const decision = first === undefined ? l10n.t('This is not a condition.') : decide(first, scope);
      return typeof decision === 'boolean' ? !decision : decision;
    }
    case 'Fn::And':
      return combine(parts, scope, false);
    case 'Fn::Or':
      return combine(parts, scope, true);
    default:
      return l10n.t('Only a deployment works out {0}.', name);
  }
}

/** One part can decide, whatever is unknown of the others. */
function combine(parts: readonly TemplateNode[], scope: Scope, decisive: boolean): Decision {
  const decisions = parts.map((part) => decide(part, scope));
  if (decisions.includes(decisive)) return decisive;
  return decisions.find((decision) => typeof decision === 'string') ?? !decisive;
}

function isEqual(one: TemplateNode, other: TemplateNode, scope: Scope): Decision {
  const left = textOf(one, scope);
  const right = textOf(other, scope);
  if (!left.isKnown) return left.reason;
  if (!right.isKnown) return right.reason;
  return JSON.stringify(left.text) === JSON.stringify(right.text);
}

function textOf(
  node: TemplateNode,
  scope: Scope,
):
  | { readonly isKnown: true; readonly text: ReferenceText }
  | { readonly isKnown: false; readonly reason: string } {
  const value = resolve({ node, scope });
  switch (value.kind) {
    case 'text':
      return { isKnown: true, text: value.text };
    case 'absent':
      return { isKnown: true, text: [] };
    case 'unknown':
      return { isKnown: false, reason: value.reason };
    default: {
      const texts = value.kind === 'list' ? value.items.map((item) => textOf(item.node, item.scope)) : [];
      const failed = texts.find(({ isKnown }) => !isKnown);
      if (failed !== undefined) return failed;
      return { isKnown: true, text: texts.flatMap((part) => (part.isKnown ? [...part.text, ','] : [])) };
    }
  }
}
