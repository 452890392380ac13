import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { IacModel, SourceRange, Value } from '../../broker/iac/model.ts';
import { readFiles } from '../support/iac/readText.ts';
import { findProjectRoot } from '../support/project.mjs';

const FORMS = join(findProjectRoot(), 'test/unit/iac/forms');
const QUEUE_NAME = /^[\w-]{1,80}$|^[\w-]{1,75}\.fifo$/;

/** The texts of all forms, whatever they are. */
function listFormTexts(folder = FORMS): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return listFormTexts(path);
    return name === 'model.json' || !existsSync(path) ? [] : [readFileSync(path, 'utf8')];
  });
}

/** What a form of its own cannot say: every range is in its text, and every reference leads to something. */
function checkModel(model: IacModel, files: Readonly<Record<string, string>>): void {
  const queues = new Set(model.queues.map(({ id }) => id));
  const functions = new Set(model.functions.map(({ id }) => id));
  assert.equal(queues.size, model.queues.length);
  assert.equal(new Set(model.queues.map(({ name }) => name)).size, model.queues.length);
  assert.equal(functions.size, model.functions.length);
  assert.equal(new Set(model.functions.map(({ name }) => name)).size, model.functions.length);
  for (const { name, isFifo } of model.queues) {
    assert.match(name, QUEUE_NAME);
    assert.equal(name.endsWith('.fifo'), isFifo);
  }
  visit(model, (value) => {
    if (isRange(value)) {
      const text = (files[value.file] ?? '').replace(/^\uFEFF/, '');
      assert.ok(
        0 <= value.start && value.start <= value.end && value.end <= text.length + 1,
        JSON.stringify(value),
      );
    }
    if ('kind' in value && value['kind'] === 'queue' && 'id' in value)
      assert.ok(queues.has(String(value['id'])));
    if ('kind' in value && value['kind'] === 'function') assert.ok(functions.has(String(value['id'])));
    if ('isKnown' in value && value['isKnown'] === false)
      assert.ok(String((value as Partial<Value<never>> & { reason?: string }).reason).length > 5);
  });
}

function isRange(value: object): value is SourceRange {
  return 'endCharacter' in value;
}

function visit(value: unknown, see: (value: Record<string, unknown>) => void): void {
  if (typeof value !== 'object' || value === null) return;
  see(value as Record<string, unknown>);
  for (const inside of Object.values(value)) visit(inside, see);
}

const NAMES = [
  'Orders',
  'Dead',
  'Worker',
  'Stage',
  'Missing',
  'AWS::Region',
  'AWS::NoValue',
  'Orders.Arn',
  'Worker.Alias',
];
const name = fc.constantFrom(...NAMES);
const scalar = fc.oneof(
  name,
  fc.string({ maxLength: 12 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(
    '${Orders}',
    '${Orders.Arn}x',
    '${!a}',
    '{{resolve:ssm:x}}',
    'arn:aws:sqs:us-east-1:1:q',
    '010',
    '${self:a.b}',
  ),
);

/** Values with functions in functions, right ones and wrong ones. */
const { value } = fc.letrec<{ readonly value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
    ...[
      'Ref',
      'Fn::GetAtt',
      'Fn::Sub',
      'Fn::Join',
      'Fn::Select',
      'Fn::Split',
      'Fn::If',
      'Fn::FindInMap',
      'Fn::Base64',
    ].map((called) => fc.record({ [called]: fc.oneof(name, fc.array(tie('value'), { maxLength: 4 })) })),
    ...[
      'Fn::Length',
      'Fn::ToJsonString',
      'Fn::ImportValue',
      'Fn::GetStackOutput',
      'Fn::ForEach::X',
      'Fn::Transform',
      'Condition',
    ].map((called) => fc.record({ [called]: tie('value') })),
  ),
}));

const QUEUE_PROPERTIES = [
  'QueueName',
  'FifoQueue',
  'VisibilityTimeout',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'Tags',
  'Policy',
];
const FUNCTION_PROPERTIES = [
  'FunctionName',
  'Runtime',
  'Handler',
  'CodeUri',
  'Code',
  'Timeout',
  'Environment',
  'Events',
  'EventInvokeConfig',
];
const resource = fc.record(
  {
    Type: fc.constantFrom(
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
      'AWS::Lambda::Function',
      'AWS::Serverless::Function',
      'AWS::Lambda::EventSourceMapping',
      'AWS::CloudFormation::Stack',
      'AWS::Lambda::Alias',
    ),
    Condition: name,
    Properties: fc.dictionary(
      fc.constantFrom(
        ...QUEUE_PROPERTIES,
        ...FUNCTION_PROPERTIES,
        'EventSourceArn',
        'TemplateURL',
        'PolicyDocument',
        'Queues',
        'FilterCriteria',
      ),
      value,
    ),
    Metadata: fc.dictionary(fc.constantFrom('aws:cdk:path', 'aws:asset:path', 'BuildMethod'), value),
  },
  { requiredKeys: ['Type'] },
);
const template = fc.record(
  {
    Resources: fc.dictionary(fc.oneof(name, fc.constant('Fn::ForEach::Y')), fc.oneof(resource, value)),
    Parameters: fc.dictionary(name, value),
    Conditions: fc.dictionary(name, value),
    Mappings: fc.dictionary(name, value),
    Outputs: fc.dictionary(name, value),
    Globals: fc.dictionary(fc.constant('Function'), value),
    service: scalar,
    functions: value,
    resources: value,
    provider: value,
  },
  { requiredKeys: [] },
);

describe('Whatever a template says, reading it', () => {
  it('ends with a model that holds together, for functions in functions', async () => {
    await fc.assert(
      fc.asyncProperty(template, async (content) => {
        const files = { 'template.json': JSON.stringify(content) };
        checkModel(await readFiles(files), files);
      }),
      { numRuns: 500 },
    );
  });

  it('ends with a model that holds together, for forms that were cut, doubled and mixed', async () => {
    const texts = listFormTexts();
    const piece = fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.nat()).map(([text, start, length]) => {
      const from = start % text.length;
      return text.slice(from, from + (length % 400));
    });
    const broken = fc
      .tuple(
        fc.constantFrom(...texts),
        fc.nat(),
        fc.nat({ max: 60 }),
        fc.oneof(piece, fc.string({ maxLength: 8 })),
      )
      .map(([text, place, length, inserted]) => {
        const at = place % text.length;
        return text.slice(0, at) + inserted + text.slice(at + length);
      });
    await fc.assert(
      fc.asyncProperty(broken, broken, async (text, settings) => {
        const files = { 'template.yaml': text, 'samconfig.toml': settings, 'queueside.iac.json': settings };
        checkModel(await readFiles(files), files);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the same model for the same template as YAML and as JSON', async () => {
    const withoutPlaces = (model: IacModel): unknown =>
      JSON.parse(
        JSON.stringify(model, (key, inside: unknown) => (/range|Range|^file/.test(key) ? undefined : inside)),
      );
    await fc.assert(
      fc.asyncProperty(template, async (content) => {
        const text = JSON.stringify(content);
        const asJson = await readFiles({ 'template.json': text });
        const asYaml = await readFiles({ 'template.yaml': text });
        assert.deepEqual(withoutPlaces(asYaml), withoutPlaces(asJson));
      }),
      { numRuns: 200 },
    );
  });
});
