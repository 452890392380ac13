import * as l10n from '@vscode/l10n';
import { MAXIMUM_FILES, MAXIMUM_NESTED_STACKS } from './limits.ts';
import { member } from './node.ts';
import { folderOf, joinPath } from './paths.ts';
import { decideExistence, propertiesOf } from './queues.ts';
import { resolve } from './resolve.ts';
import { type Bound, plainText } from './resolved.ts';
import { type Resource, Scope } from './scope.ts';
import { type Place, problemAt } from './source.ts';

const TYPES: ReadonlySet<string> = new Set(['AWS::CloudFormation::Stack', 'AWS::Serverless::Application']);
const REMOTE = /^(?:https?|s3):\/\//;

/** Reads the local templates of the stacks in a stack, and those in them. */
export function readNestedStacks(scope: Scope): void {
  scope.world.scopes.push(scope);
  for (const resource of scope.resources.values()) {
    if (!TYPES.has(resource.type) || decideExistence(resource, scope) === 'absent') continue;
    const child = readNestedStack(resource, scope);
    if (child === undefined) continue;
    scope.children.set(resource.logicalId, child);
    readNestedStacks(child);
  }
}

function readNestedStack(resource: Resource, scope: Scope): Scope | undefined {
  const { world } = scope;
  const location = findLocation(resource, scope);
  if (location === undefined) return undefined;
  if (scope.depth === MAXIMUM_NESTED_STACKS || world.scopes.length >= MAXIMUM_FILES) {
    world.note(problemAt(resource.key, l10n.t('There are too many stacks in stacks. This one is not read.')));
    return undefined;
  }
  const file = joinPath(scope.folder, location.path);
  const root = world.readFile(file, location.at);
  if (root?.kind !== 'map') return undefined;
  return new Scope(world, {
    root,
    prefix: `${scope.prefix}${resource.logicalId}/`,
    folder: folderOf(file),
    stackName: undefined,
    parameters: readParameters(resource, scope),
    depth: scope.depth + 1,
  });
}

function findLocation(
  resource: Resource,
  scope: Scope,
): { readonly path: string; readonly at: Place } | undefined {
  const asset = member(member(resource.node, 'Metadata'), 'aws:asset:path');
  if (asset?.kind === 'scalar') return { path: asset.text, at: asset };
  const property = propertiesOf(resource, scope);
  const bound = property('TemplateURL') ?? property('Location');
  const value = bound && resolve(bound);
  const path = value?.kind === 'text' ? plainText(value.text) : undefined;
  const at = value?.at ?? resource.key;
  if (path !== undefined && !REMOTE.test(path)) return { path, at };
  scope.world.note(
    problemAt(at, l10n.t('The template of this stack is not in a file here. It is not read.')),
  );
  return undefined;
}

function readParameters(resource: Resource, scope: Scope): ReadonlyMap<string, Bound> {
  const bound = propertiesOf(resource, scope)('Parameters');
  const value = bound && resolve(bound);
  return value?.kind === 'map' ? value.entries : new Map();
}
