import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IMAGES_TEMPLATE as TEMPLATE } from '../../support/iac/imagesTemplate.ts';
import { createTemplateWorld, type TemplateWorld } from '../../support/templates.ts';

const NESTED = `Resources:
  Nested: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 99999 } }
`;

describe('Files that a template in Restricted Mode leads to', function () {
  // Windows lets only some users make links to files.
  if (process.platform === 'win32') return;

  const root = realpathSync(mkdtempSync(join(tmpdir(), 'queueside-links-')));
  const workspaceFolder = join(root, 'workspace');
  let world: TemplateWorld;

  before(() => {
    for (const folder of ['outside', 'workspace', 'workspace/own']) mkdirSync(join(root, folder));
    writeFileSync(join(root, 'outside', 'nested.yaml'), NESTED);
    writeFileSync(join(workspaceFolder, 'own', 'nested.yaml'), NESTED);
    symlinkSync(join(root, 'outside', 'nested.yaml'), join(workspaceFolder, 'linked.yaml'));
    symlinkSync(join(root, 'outside'), join(workspaceFolder, 'folder'));
    symlinkSync(join(workspaceFolder, 'own'), join(workspaceFolder, 'inner'));
    // Its name begins as that of the folder of the workspace does.
    mkdirSync(join(root, 'workspace2'));
    writeFileSync(join(root, 'workspace2', 'nested.yaml'), NESTED);
    symlinkSync(join(root, 'workspace2'), join(workspaceFolder, 'similar'));
  });

  afterEach(() => world.dispose());

  after(() => rmSync(root, { recursive: true, force: true }));

  /** @returns whether the nested template is read */
  async function isRead(file: string, isTrusted: boolean): Promise<boolean> {
    const path = join(workspaceFolder, 'template.yaml');
    const nested = join(workspaceFolder, file);
    world = await createTemplateWorld({});
    world.workspace.isTrusted = isTrusted;
    world.setFolders([`${workspaceFolder}/`]);
    world.write(nested, NESTED);
    const text = `${TEMPLATE}  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${file} } }\n`;
    world.open(path, text);
    await world.settle();
    // What is asked of the disk takes its time.
    await world.waitForMarks(path);
    return world.readMarks(nested).length > 0;
  }

  for (const [file, inRestrictedMode] of [
    ['own/nested.yaml', true],
    ['inner/nested.yaml', true],
    ['linked.yaml', false],
    ['folder/nested.yaml', false],
    ['similar/nested.yaml', false],
  ] as const) {
    it(`${file} ${inRestrictedMode ? 'is read' : 'is not read: it is outside the workspace'}`, async () => {
      assert.equal(await isRead(file, false), inRestrictedMode);
    });

    it(`${file} is read once the workspace is trusted`, async () => {
      assert.equal(await isRead(file, true), true);
    });
  }
});
