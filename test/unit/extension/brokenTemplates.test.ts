import assert from 'node:assert/strict';
import { makeFunction } from '../../support/functions/functionSamples.ts';
import { IMAGES_TEMPLATE as TEMPLATE } from '../../support/iac/imagesTemplate.ts';
import { createTemplateWorld, type TemplateWorld } from '../../support/templates.ts';

const PATH = '/w/shop/template.yaml';
const SOURCE = `file://${PATH}`;
const TOML = '[default.deploy.parameters]\nparameter_overrides = "Seconds=9"\n';
const WITH_PARAMETER = `Parameters: { Seconds: { Type: Number, Default: 3 } }
${TEMPLATE.replace('Timeout: 3', 'Timeout: !Ref Seconds')}`;

describe('Broken templates', () => {
  let world: TemplateWorld;

  afterEach(() => world.dispose());

  /** A template that is used, and is applied once the broker runs. */
  async function openUsed(files: Readonly<Record<string, string>>): Promise<void> {
    world = await createTemplateWorld(files, { [SOURCE]: 'used' });
    await connect();
  }

  async function connect(): Promise<void> {
    world.connect('http://127.0.0.1:9324');
    await world.settle();
  }

  const NESTED = '/w/shop/nested.yaml';
  const PARENT = `${TEMPLATE}  Nested:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: nested.yaml }
`;
  const MAIL = TEMPLATE.replace('Resize:', 'Mail:');
  const STAYS = /Until it is corrected, the queues and functions of the last version stay/;

  it('change nothing after the window was connected again', async () => {
    await openUsed({ [PATH]: PARENT, [NESTED]: MAIL });
    assert.deepEqual(world.listFunctions(), ['Resize', 'Mail']);
    world.write(NESTED, 'Resources: [');
    await connect();
    assert.deepEqual(world.listFunctions(), ['Resize', 'Mail']);
    assert.match(world.readMarks(NESTED)[0] ?? '', STAYS);
    world.save(NESTED, MAIL);
    await world.settle();
    assert.deepEqual(world.readMarks(NESTED), []);
  });

  it('change nothing in a new window, while the broker has functions of them', async () => {
    world = await createTemplateWorld({ [PATH]: PARENT, [NESTED]: 'Resources: [' }, { [SOURCE]: 'used' });
    world.storeFunctions(['Resize', 'Mail'].map((name) => makeFunction(name, { source: SOURCE })));
    await connect();
    assert.deepEqual([world.applied, world.listFunctions()], [[], ['Resize', 'Mail']]);
    assert.match(world.readMarks(NESTED)[0] ?? '', STAYS);
  });

  it('are applied as far as they can be read if the broker has nothing of them, and what cannot is marked', async () => {
    await openUsed({ [PATH]: PARENT, [NESTED]: 'Resources: [' });
    assert.deepEqual(world.listFunctions(), ['Resize']);
    const [mark = '', ...others] = world.readMarks(NESTED);
    assert.match(mark, /^0 0 .+/);
    assert.doesNotMatch(mark, STAYS);
    assert.deepEqual(others, []);
  });

  it('are not said to keep a version if there was none', async () => {
    await openUsed({ [PATH]: 'Resources: [' });
    const [mark = '', ...others] = world.readMarks(PATH);
    assert.match(mark, /^0 0 .+/);
    assert.doesNotMatch(mark, STAYS);
    assert.deepEqual(others, []);
  });

  const readTimeout = () => world.readFunctions()['Resize']?.timeout;

  describe('are those with a mistake in a file that has values for them', () => {
    for (const [file, text] of [
      ['samconfig.toml', TOML],
      ['samconfig.yaml', 'default: { deploy: { parameters: { parameter_overrides: { Seconds: 9 } } } }'],
      ['queueside.iac.json', '{ "parameters": { "Seconds": "9" } }'],
    ] as const) {
      const path = `/w/shop/${file}`;

      it(`not those whose ${file} was deleted or emptied`, async () => {
        await openUsed({ [PATH]: WITH_PARAMETER, [path]: text });
        assert.equal(readTimeout(), 9);
        world.remove(path);
        await world.settle();
        assert.equal(readTimeout(), 3);
        world.save(path, text);
        await world.settle();
        assert.equal(readTimeout(), 9);
        world.save(path, '');
        await world.settle();
        assert.equal(readTimeout(), 3);
        world.save(PATH, TEMPLATE.replace('Timeout: 3', 'Timeout: 4'));
        await world.settle();
        assert.equal(readTimeout(), 4);
        assert.deepEqual(world.readMarks(PATH), []);
      });

      it(`${file}, which is marked, and nothing changes`, async () => {
        await openUsed({ [PATH]: WITH_PARAMETER, [path]: text });
        world.save(path, '[[{');
        await world.settle();
        assert.equal(readTimeout(), 9);
        assert.match(world.readMarks(path)[0] ?? '', /of the last version stay/);
      });
    }
  });
});
