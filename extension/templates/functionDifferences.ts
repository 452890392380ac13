import * as l10n from '@vscode/l10n';
import type { FunctionInfo } from '../../broker/protocol/functions.ts';
import { limitLines, shorten } from '../definitions/planText.ts';
import { writeFunctions } from '../ground/counts.ts';

/** What a file has changed about its functions. */
export interface FunctionDifferences {
  /** Such as `2 functions created`, `1 function changed`; empty: nothing. */
  readonly summary: readonly string[];
  /** One line for each value that changed, and for each function that was created or deleted. */
  readonly lines: readonly string[];
}

/** @param before the functions of the file, as the broker has them @param after alike, once its text is applied */
export function compareFunctions(
  before: readonly FunctionInfo[],
  after: readonly FunctionInfo[],
): FunctionDifferences {
  const old = new Map(before.map(({ definition }) => [definition.name, definition]));
  const names = new Set(after.map(({ definition }) => definition.name));
  const created = after.filter(({ definition }) => !old.has(definition.name));
  const deleted = before.filter(({ definition }) => !names.has(definition.name));
  const changed = after
    .map(({ definition }) => compareMembers(old.get(definition.name) ?? definition, definition))
    .filter((lines) => lines.length > 0);
  const summary: string[] = [];
  if (created.length > 0) summary.push(l10n.t('{0} created', writeFunctions(created.length)));
  if (changed.length > 0) summary.push(l10n.t('{0} changed', writeFunctions(changed.length)));
  if (deleted.length > 0) summary.push(l10n.t('{0} deleted', writeFunctions(deleted.length)));
  return {
    summary,
    lines: limitLines([
      ...created.map(({ definition }) => l10n.t('{0}: created', definition.name)),
      ...changed.flat(),
      ...deleted.map(({ definition }) => l10n.t('{0}: deleted', definition.name)),
    ]),
  };
}

type Definition = FunctionInfo['definition'];

function compareMembers(from: Definition, to: Definition): readonly string[] {
  const members = [...new Set([...Object.keys(from), ...Object.keys(to)])] as (keyof Definition)[];
  return members.flatMap((member) => {
    const [left, right] = [describe(from[member]), describe(to[member])];
    return left === right ? [] : [`${to.name}: ${member} ${shorten(left)} → ${shorten(right)}`];
  });
}

function describe(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}
