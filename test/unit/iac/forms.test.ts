import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readIac } from '../../../broker/iac/readIac.ts';
import { describeModel } from '../../support/iac/describeModel.ts';
import { findProjectRoot } from '../../support/project.mjs';

const FORMS = join(findProjectRoot(), 'test/unit/iac/forms');
const STACK = { region: 'eu-west-1', account: '123456789012' };
/** The file that is read of a form, the first that exists. */
const MAIN_FILES = ['template.yaml', 'template.json', 'serverless.yml', 'cdk.out/manifest.json'];

/** Each folder has the files of one application, as they are met in the wild, and the model that they must give. */
describe('A template is read as its form says', () => {
  const folders = readdirSync(FORMS).sort();

  it('in at least thirty forms', () => assert.ok(folders.length >= 30));

  for (const name of folders) {
    it(`: ${name.replaceAll('-', ' ')}`, async () => {
      const folder = join(FORMS, name);
      const main = MAIN_FILES.find((file) => existsSync(join(folder, file)));
      assert.ok(main !== undefined);
      const expected: unknown = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
      const readText = async (file: string): Promise<string | undefined> =>
        existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : undefined;
      const model = await readIac(main, { readText }, STACK);
      const quote = (file: string): string => readFileSync(join(folder, file), 'utf8');
      assert.deepEqual(describeModel(model, quote), expected);
    });
  }
});
