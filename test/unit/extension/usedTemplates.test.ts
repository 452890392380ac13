import assert from 'node:assert/strict';
import { makeFunction } from '../../support/functions/functionSamples.ts';
import { IMAGES_TEMPLATE as TEMPLATE } from '../../support/iac/imagesTemplate.ts';
import { createTemplateWorld, type TemplateWorld } from '../../support/templates.ts';

const PATH = '/w/shop/template.yaml';
const SOURCE = `file://${PATH}`;
const USED = { [SOURCE]: 'used' };
const CHANGED = TEMPLATE.replace('Timeout: 3', 'Timeout: 9');
const WITH_PARAMETER = `Parameters: { Seconds: { Type: Number, Default: 3 } }
${TEMPLATE.replace('Timeout: 3', 'Timeout: !Ref Seconds')}`;
const SAM = '/w/shop/samconfig.toml';
const TOML = '[default.deploy.parameters]\nparameter_overrides = "Seconds=9"\n';

interface Choice {
  readonly label: string;
  readonly description: string;
  readonly picked: boolean;
}

describe('The use of a template', () => {
  let world: TemplateWorld;

  afterEach(() => world.dispose());

  async function open(
    files: Readonly<Record<string, string>> = { [PATH]: TEMPLATE },
    choices: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    world = await createTemplateWorld(files, choices);
    world.settings['templates.offer'] = false;
    await world.settle();
  }

  async function connect(): Promise<void> {
    world.connect('http://127.0.0.1:9324');
    await world.settle();
  }

  async function use(): Promise<void> {
    await world.templates.choose(SOURCE);
    await world.settle();
  }

  const readChoices = () => world.memento.get('templates.choices');
  const readTimeout = () => world.readFunctions()['Resize']?.timeout;

  describe('that fails', () => {
    it('is not stored and says so if messages would be lost and the user cancels, and no start of the broker asks again', async () => {
      await open();
      world.loseMessages();
      world.window.cancels = true;
      await use();
      assert.deepEqual(world.window.said, [
        'Apply shop/template.yaml? This deletes 2 messages.',
        'shop/template.yaml was not applied: messages would be lost.',
      ]);
      assert.deepEqual([readChoices(), world.applied], [{}, []]);
      await connect();
      assert.equal(world.window.said.length, 2);
    });

    it('is not stored and says where the mistake is if the template is broken', async () => {
      await open({ [PATH]: 'Resources: [' });
      await use();
      assert.match(world.window.said.join('\n'), /^shop\/template\.yaml:1:\d+: .+$/);
      assert.deepEqual([readChoices(), world.readMarks(PATH)], [{}, []]);
    });

    it('is not stored and says so if the template was deleted', async () => {
      await open({});
      await use();
      assert.deepEqual(world.window.said, ['shop/template.yaml does not exist in this workspace.']);
      assert.deepEqual(readChoices(), {});
    });
  });

  it('asks to save a text that was changed, and uses the file', async () => {
    await open();
    const { type } = world.open(PATH, TEMPLATE);
    type(CHANGED);
    await use();
    const question = 'Save shop/template.yaml first: the file is used, not the text in the editor.';
    assert.deepEqual([world.window.said, world.applied], [[question], []]);
    world.window.press = 'Save and Use';
    await use();
    assert.equal(readTimeout(), 9);
  });

  it('says when changes will not be applied', async () => {
    await open();
    world.settings['definitions.apply'] = false;
    await use();
    assert.equal(
      world.window.said.at(-1),
      'shop/template.yaml: 1 function created. Its changes are not applied: queueside.definitions.apply is turned off.',
    );
  });

  describe('can be ended in the list', () => {
    for (const [what, files] of [
      ['that is broken', { [PATH]: 'Resources: [' }],
      ['that was deleted', {}],
      ['without a queue', { [PATH]: 'Resources: { Photos: { Type: AWS::S3::Bucket } }' }],
    ] as const) {
      it(`of a template ${what}`, async () => {
        await open(files, USED);
        let choices: readonly Choice[] = [];
        world.window.choose = (items: readonly Choice[]) => {
          choices = items;
          return [];
        };
        await world.templates.choose();
        assert.deepEqual(
          choices.map(({ label, description, picked }) => [label, description, picked]),
          [['shop/template.yaml', 'no queue can be read', true]],
        );
        assert.deepEqual(readChoices(), { [SOURCE]: 'declined' });
      });
    }

    it('of a template that the search did not find', async () => {
      await open({ [PATH]: TEMPLATE }, USED);
      world.uris.length = 0;
      world.setFolders(['/w/']);
      world.window.choose = () => [];
      await world.templates.choose();
      assert.deepEqual(readChoices(), { [SOURCE]: 'declined' });
    });
  });

  it('ends without a start of the broker, which has no functions of it once it runs', async () => {
    await open({ [PATH]: TEMPLATE }, USED);
    world.storeFunctions([makeFunction('Resize', { source: SOURCE }), makeFunction('own')]);
    world.window.choose = () => [];
    await world.templates.choose();
    await world.settle();
    assert.equal(world.isRunning(), false);
    await connect();
    assert.deepEqual(world.listFunctions(), ['own']);
  });

  it('is not offered again after it has ended, and can begin again', async () => {
    world = await createTemplateWorld({ [PATH]: TEMPLATE }, { [SOURCE]: 'declined' });
    const { document } = world.open(PATH, TEMPLATE);
    await world.settle();
    assert.deepEqual(world.window.said, []);
    assert.deepEqual(world.listLenses(document), [
      `1 Use Queues and Functions Here queueside.useTemplate ${SOURCE}`,
    ]);
    await use();
    assert.deepEqual(readChoices(), USED);
  });

  it('asks nothing of a broker that has nothing of a template that was deleted', async () => {
    await open({}, USED);
    await connect();
    assert.deepEqual(world.applied, []);
  });

  it('follows the files that the template leads to also after the user has cancelled', async () => {
    await open({ [PATH]: WITH_PARAMETER }, USED);
    world.loseMessages();
    world.window.cancels = true;
    await connect();
    assert.deepEqual(world.applied, []);
    world.window.cancels = false;
    world.save(SAM, TOML);
    await world.settle();
    assert.equal(readTimeout(), 9);
  });

  it('follows them while the broker does not run', async () => {
    const nested = '/w/shop/nested.yaml';
    const parent = `${TEMPLATE}  Nested:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: nested.yaml }
`;
    await open({ [PATH]: parent, [nested]: 'Resources: {}' }, USED);
    const { document } = world.open('/w/shop/src/app.mjs', 'export const handler = () => 1;\n');
    const listTitles = () => world.listLenses(document).map((lens) => lens.replace(/queueside.\w+ /, ''));
    assert.deepEqual(listTitles(), ['0 Debug Resize', '0 Invoke with… Resize']);
    world.save(nested, TEMPLATE.replace('Resize:', 'Mail:'));
    await world.settle();
    assert.equal(listTitles().length, 4);
    world.remove(PATH);
    await world.settle();
    assert.deepEqual(listTitles(), []);
    assert.equal(world.isRunning(), false);
  });

  it('follows them in a folder whose name would be a pattern', async () => {
    const path = '/w/app[1]/template.yaml';
    await open({ [path]: TEMPLATE }, { [`file://${path}`]: 'used' });
    assert.ok(world.followed.includes('/w/app[1] samconfig.toml'), world.followed.join('\n'));
  });

  it('shows nothing of a folder that was removed from the workspace, also while the broker does not run', async () => {
    await open({ [PATH]: TEMPLATE }, USED);
    const { document } = world.open('/w/shop/src/app.mjs', 'export const handler = () => 1;\n');
    assert.equal(world.listLenses(document).length, 2);
    world.setFolders(['/other/']);
    await world.settle();
    assert.deepEqual(world.listLenses(document), []);
  });
});

describe('The search for templates', () => {
  let world: TemplateWorld;

  afterEach(() => world.dispose());

  const listLabels = async () => {
    let labels: readonly string[] = [];
    world.window.choose = (items: readonly Choice[]) => {
      labels = items.map(({ label }) => label);
      return undefined;
    };
    await world.templates.choose();
    return labels;
  };

  it('keeps a file that was made meanwhile', async () => {
    world = await createTemplateWorld({ [PATH]: TEMPLATE }, {}, true);
    world.watched.fire(world.write('/w/mail/template.yaml', TEMPLATE));
    world.endSearches();
    assert.deepEqual(await listLabels(), ['mail/template.yaml', 'shop/template.yaml']);
  });

  it('counts only if none was begun after it', async () => {
    world = await createTemplateWorld({ [PATH]: TEMPLATE }, {}, true);
    world.uris.push(world.write('/w/mail/template.yaml', TEMPLATE));
    world.setFolders(['/w/']);
    world.endSearches();
    assert.deepEqual(await listLabels(), ['mail/template.yaml', 'shop/template.yaml']);
  });
});
