import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { CANDIDATES, isCandidate } from '../../../extension/templates/candidates.ts';
import { compareFunctions } from '../../../extension/templates/functionDifferences.ts';
import { makeFunction } from '../../support/functions/functionSamples.ts';
import { IMAGES_TEMPLATE as TEMPLATE } from '../../support/iac/imagesTemplate.ts';
import { createTemplateWorld, type TemplateWorld } from '../../support/templates.ts';

const PATH = '/w/shop/template.yaml';
const SOURCE = `file://${PATH}`;
const OFFER = 'shop/template.yaml declares 1 queue and 1 function. Use them with the local broker?';

describe('Files that can be templates', () => {
  const paths: Readonly<Record<string, boolean>> = {
    '/w/template.yaml': true,
    '/w/a/b/template.yml': true,
    '/w/template.json': true,
    '/w/queues.template.yaml': true,
    '/w/queues.template.json': true,
    '/w/serverless.yml': true,
    '/w/serverless.yaml': true,
    '/w/cdk.out/manifest.json': true,
    '/w/manifest.json': false,
    '/w/cdk.out/Shop.template.json': false,
    '/w/cdk.out/assembly-Prod/manifest.json': false,
    '/w/cdk.out/asset.0123/template.yaml': false,
    '/w/node_modules/some/template.yaml': false,
    '/w/.aws-sam/build/template.yaml': false,
    '/w/mytemplate.yaml': false,
    '/w/serverless.ts': false,
  };
  for (const [path, expected] of Object.entries(paths)) {
    it(`${path}: ${expected ? 'yes' : 'no'}`, () => assert.equal(isCandidate(path), expected));
  }
});

describe('A workspace with a file that can be a template', () => {
  it('starts the extension, whatever its name and folder', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly activationEvents: readonly string[];
    };
    assert.ok(manifest.activationEvents.includes(`workspaceContains:${CANDIDATES}`));
  });
});

describe('Differences of the functions of a file', () => {
  it('are counted, and listed value by value', () => {
    const { summary, lines } = compareFunctions(
      [makeFunction('old'), makeFunction('resize'), makeFunction('same')],
      [
        makeFunction('same'),
        makeFunction('resize', { definition: { timeout: 9, environment: { A: 'b' } } }),
        makeFunction('fresh'),
      ],
    );
    assert.deepEqual(summary, ['1 function created', '1 function changed', '1 function deleted']);
    assert.deepEqual(lines, [
      'fresh: created',
      'resize: timeout 3 → 9',
      'resize: environment – → {"A":"b"}',
      'old: deleted',
    ]);
  });
});

describe('Templates of a workspace', () => {
  let world: TemplateWorld;

  afterEach(() => world.dispose());

  async function open(
    files: Readonly<Record<string, string>> = { [PATH]: TEMPLATE },
    choices: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    world = await createTemplateWorld(files, choices);
  }

  async function use(): Promise<void> {
    world.window.press = 'Use Them Here';
    await world.settle();
  }

  it('are offered once, and nothing is applied without the user', async () => {
    await open();
    await world.settle();
    world.connect('http://127.0.0.1:9324');
    world.save(PATH, `${TEMPLATE}\n`);
    await world.settle();
    assert.deepEqual([world.window.said, world.applied], [[OFFER], []]);
  });

  it('are declared to the broker with their URI as the source, when the user wants that', async () => {
    await open();
    await use();
    assert.deepEqual(
      world.applied.map(({ source }) => source),
      [SOURCE],
    );
    assert.deepEqual(world.readFunctions()['Resize'], {
      runtime: 'nodejs22.x',
      directory: 'src',
      handler: 'app.handler',
      timeout: 3,
      environment: { QUEUE_URL: 'http://127.0.0.1:9324/000000000000/Images' },
      mappings: [{ queue: 'Images' }],
    });
    assert.deepEqual(world.window.said, [
      OFFER,
      '$(check) shop/template.yaml: 1 function created',
      'shop/template.yaml: 1 function created.',
    ]);
  });

  it('are never offered again if the user says so', async () => {
    await open();
    world.window.press = 'Never for This File';
    await world.settle();
    assert.deepEqual(world.window.said, [OFFER]);
    const choices = world.memento.get('templates.choices') as Readonly<Record<string, string>>;
    world.dispose();
    await open({ [PATH]: TEMPLATE }, choices);
    await world.settle();
    world.save(PATH, `${TEMPLATE}\n`);
    await world.settle();
    assert.deepEqual(world.window.said, []);
  });

  for (const [what, prepare] of [
    ['in Restricted Mode', () => (world.workspace.isTrusted = false)],
    ['if the setting says so', () => (world.settings['templates.offer'] = false)],
  ] as const) {
    it(`are not offered ${what}`, async () => {
      await open();
      prepare();
      await world.settle();
      assert.deepEqual(world.window.said, []);
    });
  }

  it('are offered once the workspace is trusted', async () => {
    await open();
    world.workspace.isTrusted = false;
    await world.settle();
    world.trust();
    await world.settle();
    assert.deepEqual(world.window.said, [OFFER]);
  });

  it('are not offered if they have no queue', async () => {
    const bucket = 'Resources: { Photos: { Type: AWS::S3::Bucket }, Key: { Type: AWS::Lambda::Permission } }';
    await open({ [PATH]: bucket, '/w/template.yml': 'a template of something else' });
    await world.settle();
    assert.deepEqual(world.window.said, []);
  });

  it('are offered in one question if there are several, which leads to a list', async () => {
    await open({ [PATH]: TEMPLATE, '/w/mail/template.yaml': TEMPLATE });
    world.window.press = 'Choose…';
    world.window.choose = (items: readonly { readonly label: string }[]) =>
      items.filter(({ label }) => label.startsWith('mail/'));
    await world.settle();
    assert.equal(
      world.window.said[0],
      '2 templates declare queues and functions. Use them with the local broker?',
    );
    assert.deepEqual(
      world.applied.map(({ source }) => source),
      ['file:///w/mail/template.yaml'],
    );
  });

  it('change what is declared when they are saved, and the difference is shown', async () => {
    await open();
    await use();
    world.save(PATH, TEMPLATE.replace('Timeout: 3', 'Timeout: 9'));
    await world.settle();
    assert.equal(world.readFunctions()['Resize']?.timeout, 9);
    assert.equal(world.window.said.at(-1), '$(check) shop/template.yaml: 1 function changed');
    assert.equal(world.log.at(-1), 'Resize: timeout 3 → 9');
  });

  it('are applied once for many changes on the disk, when these are over, and not at all if nothing else is declared', async () => {
    await open();
    await use();
    const uri = world.write(PATH, TEMPLATE.replace('Timeout: 3', 'Timeout: 9'));
    for (let change = 0; change < 5; change++) world.watched.fire(uri);
    await world.settle();
    assert.equal(world.applied.length, 1);
    world.schedule.advance(300);
    await world.settle();
    assert.equal(world.applied.length, 2);
    world.save(PATH, `# A comment\n${TEMPLATE.replace('Timeout: 3', 'Timeout: 9')}`);
    await world.settle();
    assert.equal(world.applied.length, 2);
  });

  it('are applied again with the address of a broker that starts at another port', async () => {
    await open();
    await use();
    world.connect('http://127.0.0.1:40001');
    await world.settle();
    assert.equal(
      world.readFunctions()['Resize']?.environment?.['QUEUE_URL'],
      'http://127.0.0.1:40001/000000000000/Images',
    );
  });

  it('are applied while the workspace is searched for others', async () => {
    world = await createTemplateWorld({ [PATH]: TEMPLATE }, { [SOURCE]: 'used' }, true);
    world.connect('http://127.0.0.1:9324');
    await world.settle();
    assert.deepEqual(Object.keys(world.readFunctions()), ['Resize']);
  });

  it('keep the last good state while they are broken, and say so at their line', async () => {
    await open();
    await use();
    world.save(PATH, TEMPLATE.replace('Timeout: 3', 'Timeout: [3'));
    await world.settle();
    assert.equal(world.applied.length, 1);
    const [mark, ...others] = world.readMarks(PATH);
    assert.match(
      mark ?? '',
      /^10 0 .+\. Until it is corrected, the queues and functions of the last version stay\.$/,
    );
    assert.deepEqual(others, []);
    world.save(PATH, TEMPLATE);
    await world.settle();
    assert.deepEqual(world.readMarks(PATH), []);
  });

  it('keep what a file had that they lead to, while that one is broken', async () => {
    const nested = '/w/shop/nested.yaml';
    const parent = `${TEMPLATE}  Nested:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: nested.yaml
`;
    await open({ [PATH]: parent });
    world.write(nested, TEMPLATE.replace('Resize:', 'Mail:'));
    await use();
    assert.deepEqual(Object.keys(world.readFunctions()), ['Resize', 'Mail']);
    world.save(nested, 'Resources: [');
    await world.settle();
    assert.equal(world.applied.length, 1);
    assert.match(world.readMarks(nested)[0] ?? '', /of the last version stay/);
  });

  it('mark what the broker says of their definitions, and what cannot run here', async () => {
    await open({ [PATH]: TEMPLATE.replace('CodeUri: src/', 'CodeUri: s3://bucket/code.zip') });
    await use();
    assert.deepEqual(world.readMarks(PATH), ['6 2 Resize: The code is in a bucket of Amazon S3.']);
    const place = { line: 2, character: 4, endLine: 2, endCharacter: 12 };
    world.setProblems([{ ...place, message: 'The queue is wrong.' }]);
    world.save(PATH, TEMPLATE);
    await world.settle();
    assert.deepEqual(world.readMarks(PATH), ['1 0 The queue is wrong.']);
    assert.ok(world.window.said.includes('shop/template.yaml:2:3: The queue is wrong.'));
  });

  it('take their functions along when the user no longer wants them, and leave their queues', async () => {
    await open();
    await use();
    world.window.choose = () => [];
    await world.templates.choose();
    assert.deepEqual(world.applied.at(-1), { text: '{"queues": {}}', source: SOURCE });
    assert.equal(world.window.said.at(-1), 'shop/template.yaml is no longer used. Its queues stay.');
    assert.deepEqual(world.memento.get('templates.choices'), { [SOURCE]: 'declined' });
  });
});
