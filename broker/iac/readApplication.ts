import * as l10n from '@vscode/l10n';
import { buildModel, draftStacks } from './buildModel.ts';
import { readCloudAssembly } from './cloudAssembly.ts';
import type { IacFormat, IacModel } from './model.ts';
import { readNestedStacks } from './nestedStacks.ts';
import { type MapNode, member, type TemplateNode } from './node.ts';
import { folderOf } from './paths.ts';
import { Scope } from './scope.ts';
import { readServerless } from './serverless.ts';
import { problemAt, Source } from './source.ts';
import type { World } from './world.ts';

/** Reads a file, and those that it leads to, as far as the world has them. */
export function readApplication(file: string, world: World): Omit<IacModel, 'files' | 'unreadable'> {
  const nowhere = { source: new Source(file, ''), start: 0, end: 0 };
  const root = world.readFile(file, nowhere);
  const format = root && findFormat(root);
  const nothing = { queues: [], functions: [], mappings: [] };
  if (root !== undefined && format === undefined) {
    world.note(
      problemAt(
        { ...root, end: root.start },
        l10n.t(
          'This is neither a template of CloudFormation or SAM, nor a manifest of the CDK, nor a serverless.yml.',
        ),
      ),
    );
  }
  const isRead = root?.kind === 'map' && format !== undefined;
  const found = isRead ? readRoot(root, format, file, world) : nothing;
  return { format, ...found, problems: world.problems };
}

function readRoot(
  root: MapNode,
  format: IacFormat,
  file: string,
  world: World,
): Pick<IacModel, 'queues' | 'functions' | 'mappings'> {
  const folder = folderOf(file);
  switch (format) {
    case 'cdk':
      readCloudAssembly(root, folder, world);
      return buildModel(world, draftStacks(world, folder));
    case 'serverless':
      return buildModel(world, readServerless(root, folder, world));
    default:
      readNestedStacks(new Scope(world, { root, prefix: '', folder, stackName: world.stack.name }));
      return buildModel(world, draftStacks(world, folder));
  }
}

function findFormat(root: TemplateNode): IacFormat | undefined {
  if (root.kind !== 'map') return undefined;
  const has = (name: string): boolean => root.entries.has(name);
  if (has('artifacts') && has('version')) return 'cdk';
  if (has('service') && (has('provider') || has('functions') || has('resources'))) return 'serverless';
  const resources = member(root, 'Resources');
  if (resources?.kind !== 'map') return has('AWSTemplateFormatVersion') ? 'cloudFormation' : undefined;
  const isSam = [...resources.entries.values()].some(({ value }) => {
    const type = member(value, 'Type');
    return type?.kind === 'scalar' && type.text.startsWith('AWS::Serverless::');
  });
  return isSam || has('Globals') ? 'sam' : 'cloudFormation';
}
