import assert from 'node:assert/strict';
import type { IacModel } from '../../../broker/iac/model.ts';
import { readFiles, STACK } from '../../support/iac/readText.ts';

const QUEUE = 'Resources: { Q: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Stage } } }';
const TEMPLATE = `Parameters: { Stage: { Type: String, Default: default } }\n${QUEUE}`;
const TOML = '[default.deploy.parameters]\nparameter_overrides = "Stage=toml"';

const nameOf = ({ queues }: IacModel): string | undefined => queues[0]?.name;
const messagesOf = ({ problems }: IacModel): readonly string[] =>
  problems.map(({ range, message }) => `${range.file}:${range.line + 1}:${range.character + 1}: ${message}`);

/** Which value counts; later rows have one more file. */
const ORDER: readonly (readonly [expected: string, files: Record<string, string>])[] = [
  ['default', {}],
  [
    'global',
    { 'samconfig.toml': '[default.global.parameters]\nparameter_overrides = ["Stage=global", "Other=1"]' },
  ],
  ['toml', { 'samconfig.toml': TOML }],
  [
    'yaml',
    { 'samconfig.yaml': 'default: { deploy: { parameters: { parameter_overrides: { Stage: yaml } } } }' },
  ],
  ['toml', { 'samconfig.toml': TOML, 'samconfig.yaml': 'default: {}' }],
  ['own', { 'samconfig.toml': TOML, 'queueside.iac.json': '{ "parameters": { "Stage": "own" } }' }],
];

describe('The value of a parameter', () => {
  for (const [expected, files] of ORDER) {
    const names = Object.keys(files).join(' and ');
    it(`is "${expected}" with ${names === '' ? 'the template alone' : names}`, async () => {
      const model = await readFiles({ 'app/template.yaml': TEMPLATE, ...inFolder('app/', files) });
      assert.deepEqual(messagesOf(model), []);
      assert.equal(nameOf(model), expected);
    });
  }

  it('is the one that is given, whatever the files have', async () => {
    const files = { 'template.yaml': TEMPLATE, 'queueside.iac.json': '{ "parameters": { "Stage": "own" } }' };
    assert.equal(nameOf(await readFiles(files, { ...STACK, parameters: { Stage: 'given' } })), 'given');
  });

  it('is that of a list of many overrides', async () => {
    const many = Array.from({ length: 150_000 }, (_, index) => `"P${index}=1"`).join(',');
    const model = await readFiles({
      'template.yaml': TEMPLATE,
      'samconfig.toml': `[default.deploy.parameters]\nparameter_overrides = [${many},"Stage=last"]`,
    });
    assert.equal(nameOf(model), 'last');
  });

  it('is not that of samconfig.toml in a serverless.yml', async () => {
    const model = await readFiles({
      'serverless.yml': `service: s\nresources: { ${QUEUE.replace('!Ref Stage', '"${opt:Stage, \'none\'}"')} }`,
      'samconfig.toml': TOML,
    });
    assert.equal(nameOf(model), 'none');
  });
});

describe('A file with values for a stack', () => {
  it('is one of those whose change changes the model, also while it does not exist', async () => {
    const { files } = await readFiles({ 'app/template.yaml': TEMPLATE });
    assert.deepEqual(files, [
      'app/template.yaml',
      'app/queueside.iac.json',
      'app/samconfig.toml',
      'app/samconfig.yaml',
      'app/samconfig.yml',
    ]);
  });

  const mistakes: readonly (readonly [file: string, text: string, message: string])[] = [
    [
      'samconfig.toml',
      'version = 0.1\n[default.deploy.parameters\n',
      'samconfig.toml:2:27: This is not valid TOML: illegal character in key.',
    ],
    ['queueside.iac.json', '{', 'queueside.iac.json:1:2: This is not valid JSON: CloseBraceExpected.'],
    [
      'queueside.iac.json',
      '{ "Stage": "dev" }',
      'queueside.iac.json:1:1: Name the parameters in an object: { "parameters": { "Stage": "dev" } }.',
    ],
  ];
  for (const [file, text, message] of mistakes) {
    it(`is reported at its line: ${JSON.stringify(text)} in ${file}`, async () => {
      const model = await readFiles({ 'template.yaml': TEMPLATE, [file]: text });
      assert.deepEqual(messagesOf(model), [message]);
      assert.equal(nameOf(model), 'default');
    });
  }
});

function inFolder(folder: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [folder + name, text]));
}
