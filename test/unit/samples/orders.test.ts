import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { checkModel } from '../../../broker/iac/checks/checkModel.ts';
import type { IacModel } from '../../../broker/iac/model.ts';
import { readIac } from '../../../broker/iac/readIac.ts';
import { toDefinitions } from '../../../broker/iac/toDefinitions.ts';
import { FUNCTION_DEBUG_TYPE } from '../../../extension/ground/ids.ts';
import { describeModel } from '../../support/iac/describeModel.ts';
import { STACK } from '../../support/iac/readText.ts';
import { ORDERS_SAMPLE } from '../../support/ordersSample.mjs';

const FOLDERS = ['order', 'stock', 'mail'];
/** What the CDK adds to the names of its constructs. */
const CDK_SUFFIX = /(?<=[a-z])[0-9A-F]{8}\b/g;

function readFile(file: string): string {
  return readFileSync(join(ORDERS_SAMPLE, file), 'utf8');
}

async function readSample(file: string): Promise<IacModel> {
  const readText = async (name: string): Promise<string | undefined> =>
    existsSync(join(ORDERS_SAMPLE, name)) ? readFile(name) : undefined;
  return readIac(file, { readText }, STACK);
}

/** The files of a folder with what they say. */
function readFolder(folder: string): Record<string, string> {
  const names = readdirSync(join(ORDERS_SAMPLE, folder)).filter((name) => name !== '__pycache__');
  return Object.fromEntries(names.map((name) => [name, readFile(`${folder}/${name}`)]));
}

/** The folder of which an asset of the CDK is a copy. */
function findSource(asset: string): string | undefined {
  const copied = JSON.stringify(readFolder(`cdk.out/${asset}`));
  return FOLDERS.find((folder) => JSON.stringify(readFolder(folder)) === copied);
}

/** A model in few words, without what only the CDK has, and in the order of names. */
function describeWithoutNames(model: IacModel): unknown {
  const described = JSON.stringify(describeModel(model, readFile))
    .replaceAll(CDK_SUFFIX, '')
    .replaceAll(/"asset\.[0-9a-f]+"/g, (asset) => JSON.stringify(findSource(JSON.parse(asset) as string)));
  const {
    format: _format,
    mappings,
    ...items
  } = JSON.parse(described, (key, value: unknown) =>
    key === 'construct' || key === 'id' ? undefined : value,
  ) as { readonly format: string; readonly mappings: readonly { readonly to: string }[] };
  return { ...items, mappings: mappings.toSorted((one, other) => one.to.localeCompare(other.to)) };
}

describe('the orders sample', () => {
  for (const file of ['template.yaml', 'cdk.out/manifest.json'])
    it(`is read whole from ${file}, and nothing is wrong with it`, async () => {
      const model = await readSample(file);
      assert.deepEqual([model.queues.length, model.functions.length, model.mappings.length], [5, 3, 3]);
      assert.deepEqual([model.problems, checkModel(model)], [[], []]);
      const place = { endpoint: 'http://127.0.0.1:9324', ...STACK };
      assert.deepEqual(toDefinitions(model, place).leftOut, []);
    });

  it('is the same for SAM and for the CDK, but for names', async () => {
    const [sam, cdk] = await Promise.all(['template.yaml', 'cdk.out/manifest.json'].map(readSample));
    assert.ok(sam !== undefined && cdk !== undefined);
    assert.deepEqual(describeWithoutNames(cdk), describeWithoutNames(sam));
    assert.deepEqual(
      sam.functions.map(({ directory }) => directory.isKnown && directory.value),
      FOLDERS,
    );
  });

  it('has a launch configuration for each function, and one for all of them', async () => {
    const { functions } = await readSample('template.yaml');
    const names = functions.map(({ name }) => name);
    const { configurations, compounds } = JSON.parse(readFile('.vscode/launch.json')) as {
      readonly configurations: readonly { readonly type: string; readonly function: string }[];
      readonly compounds: readonly { readonly configurations: readonly string[] }[];
    };
    assert.deepEqual(
      configurations.map((each) => [each.type, each.function]),
      names.map((name) => [FUNCTION_DEBUG_TYPE, name]),
    );
    assert.deepEqual(
      compounds.map((each) => each.configurations),
      [names],
    );
  });
});
