import { MAXIMUM_FILES } from './limits.ts';
import { type MapNode, member } from './node.ts';
import { readNestedStacks } from './nestedStacks.ts';
import { folderOf, joinPath } from './paths.ts';
import { Scope } from './scope.ts';
import type { World } from './world.ts';

const STACK = 'aws:cloudformation:stack';
const ASSEMBLY = 'cdk:cloud-assembly';

/**
 * Reads the stacks of the folder that the CDK writes, and those of the stages in it, which are folders of their own. One stack
 * needs no prefix; of several, each has its artifact's name.
 * @param folder of the manifest
 */
export function readCloudAssembly(manifest: MapNode, folder: string, world: World): void {
  const stacks = [...findStacks(manifest, folder, world, new Set())].slice(0, MAXIMUM_FILES);
  for (const { id, file, root, name } of stacks) {
    const prefix = stacks.length === 1 ? '' : `${id}/`;
    readNestedStacks(new Scope(world, { root, prefix, folder: folderOf(file), stackName: name }));
  }
}

interface AssemblyStack {
  readonly id: string;
  readonly file: string;
  readonly root: MapNode;
  readonly name: string;
}

function* findStacks(
  manifest: MapNode,
  folder: string,
  world: World,
  seen: Set<string>,
): Generator<AssemblyStack> {
  const artifacts = member(manifest, 'artifacts');
  if (artifacts?.kind !== 'map') return;
  for (const [id, { value }] of artifacts.entries) {
    const type = member(value, 'type');
    const properties = member(value, 'properties');
    const text = (key: string): string | undefined => {
      const node = member(properties, key);
      return node?.kind === 'scalar' ? node.text : undefined;
    };
    if (type?.kind !== 'scalar') continue;
    const template = text('templateFile');
    const inner = text('directoryName');
    if (type.text === STACK && template !== undefined) {
      const file = joinPath(folder, template);
      const root = world.readFile(file, value);
      if (root?.kind === 'map') yield { id, file, root, name: text('stackName') ?? id };
    } else if (type.text === ASSEMBLY && inner !== undefined) {
      const file = joinPath(folder, `${inner}/manifest.json`);
      if (seen.has(file) || seen.size === MAXIMUM_FILES) continue;
      seen.add(file);
      const root = world.readFile(file, value);
      if (root?.kind === 'map') yield* findStacks(root, folderOf(file), world, seen);
    }
  }
}
