import * as l10n from '@vscode/l10n';
import { buildModel, draftStacks } from './buildModel.ts';
import { readCloudAssembly } from './cloudAssembly.ts';
import { evaluate } from './evaluate.ts';
import { MAXIMUM_FILES, MAXIMUM_TOTAL_LENGTH } from './limits.ts';
import type { IacFormat, IacModel, IacPorts, IacStack } from './model.ts';
import { readNestedStacks } from './nestedStacks.ts';
import { type MapNode, member, type TemplateNode } from './node.ts';
import { folderOf } from './paths.ts';
import { type ReadSource, readSource } from './readSource.ts';
import { Scope } from './scope.ts';
import { readServerless } from './serverless.ts';
import { problemAt, Source } from './source.ts';
import { World } from './world.ts';

/** Files that name files; each round reads those that the one before asked for. */
const MAXIMUM_ROUNDS = 12;

/**
 * Reads a SAM or CloudFormation template, the `manifest.json` of a `cdk.out`, or a `serverless.yml`, and the files that it leads to
 * (docs/templates.md). Does not throw because of what the files say.
 * @param file its path, as `readText` and all ranges have it, with `/` between folders
 */
export async function readIac(file: string, ports: IacPorts, stack: IacStack): Promise<IacModel> {
  const files = new Map<string, ReadSource | undefined>();
  let length = 0;
  for (let wanted: readonly string[] = [file], round = 0; ; round++) {
    for (const name of wanted) {
      const text = length > MAXIMUM_TOTAL_LENGTH ? undefined : await ports.readText(name);
      length += text?.length ?? 0;
      files.set(name, text === undefined ? undefined : readSource(name, text));
    }
    const missing = new Set<string>();
    const model = readFiles(file, files, stack, missing);
    wanted = [...missing].slice(0, MAXIMUM_FILES - files.size);
    if (wanted.length === 0 || round === MAXIMUM_ROUNDS) return model;
  }
}

/** @param missing takes the files that were not read yet */
function readFiles(
  file: string,
  files: ReadonlyMap<string, ReadSource | undefined>,
  stack: IacStack,
  missing: Set<string>,
): IacModel {
  const world = new World(stack, evaluate, (name) => {
    if (!files.has(name)) missing.add(name);
    return files.get(name);
  });
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
  return { format, files: [...files.keys()], ...found, problems: world.problems };
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
