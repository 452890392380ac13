import { expandLoops } from './forEach.ts';
import { member } from './node.ts';
import type { Bound } from './resolved.ts';
import type { Scope } from './scope.ts';
import { readPlainText } from './texts.ts';

/** What a stack of the same application exports by a name. */
export function findExport(name: string, { world }: Scope): Bound | undefined {
  if (world.exports === undefined) {
    // Before it is filled: a name can depend on the export of another stack.
    world.exports = new Map();
    indexExports(world.scopes, world.exports);
  }
  return world.exports.get(name);
}

function indexExports(scopes: readonly Scope[], found: Map<string, Bound>): void {
  for (const scope of scopes) {
    for (const { value } of expandLoops(scope.section('Outputs'), scope).entries.values()) {
      const exported = member(member(value, 'Export'), 'Name');
      const node = member(value, 'Value');
      const name = readPlainText(exported && { node: exported, scope });
      if (node !== undefined && name?.isKnown === true) found.set(name.value, { node, scope });
    }
  }
}

/** An output of a stack of the same application. */
export function findStackOutput(stackName: string, output: string, { world }: Scope): Bound | undefined {
  const scope = world.scopes.find((candidate) => candidate.stackName === stackName);
  const node = scope && member(member(scope.section('Outputs'), output), 'Value');
  return scope && node && { node, scope };
}
