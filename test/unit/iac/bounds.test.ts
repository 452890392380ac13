import assert from 'node:assert/strict';
import { readFiles, readTemplate } from '../../support/iac/readText.ts';
import type { IacModel } from '../../../broker/iac/model.ts';

const QUEUE = 'Type: AWS::SQS::Queue';

function messagesOf({ problems }: IacModel): readonly string[] {
  return problems.map(({ range, message }) => `${range.line + 1}: ${message}`);
}

function repeat(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

/** Each would take all memory, or all time, if it were written out. */
describe('A template that would become too much is refused at its line', () => {
  it('with more than ten million characters', async () => {
    const model = await readTemplate(`Resources: {}\n#${'x'.repeat(10 * 1_048_576)}`);
    assert.deepEqual(messagesOf(model), [
      '1: This file has more than 10,485,760 characters. It is not read.',
    ]);
  });

  it('with ten lists of ten aliases each, one in the other', async () => {
    const bomb = repeat(9, (index) => `a${index + 1}: &a${index + 1} [${`*a${index}, `.repeat(10)}]`);
    const model = await readTemplate(`a0: &a0 x\n${bomb}\nResources: {}`);
    assert.deepEqual(messagesOf(model), ['6: This file has more than 200,000 values. It is not read.']);
  });

  it('with more than a hundred aliases', async () => {
    const names = repeat(101, (index) => `  Q${index}: *queue`);
    const model = await readTemplate(`queue: &queue { ${QUEUE} }\nResources:\n${names}`);
    assert.deepEqual(messagesOf(model), ['103: This file has more than 100 aliases. It is not read.']);
    const allowed = await readTemplate(
      `queue: &queue { ${QUEUE} }\nResources:\n${names.replace(/\n.*$/, '')}`,
    );
    assert.equal(allowed.queues.length, 100);
  });

  it('with more than 200,000 values, in YAML and in JSON', async () => {
    const yaml = await readTemplate(`Resources: {}\nx:\n${repeat(200_000, (index) => `- ${index}`)}`);
    assert.match(
      messagesOf(yaml).join(),
      /^20000[01]: This file has more than 200,000 values\. It is not read\.$/,
    );
    const json = await readFiles({
      'template.json': `{"Resources":{},"x":[\n${repeat(200_000, () => '1,')}1]}`,
    });
    assert.match(
      messagesOf(json).join(),
      /^20000[01]: This file has more than 200,000 values\. It is not read\.$/,
    );
  });

  it('with more than a hundred levels, in YAML and in JSON', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    assert.deepEqual(messagesOf(await readTemplate(`x: ${deep}`)), ['1: Nested more than 100 levels deep.']);
    const json = await readFiles({ 'template.json': `{"x": ${deep}}` });
    assert.deepEqual(messagesOf(json), ['1: Nested more than 100 levels deep.']);
  });

  it('with loops in loops that make millions of resources', async () => {
    const letters = "['a','b','c','d','e','f','g','h','i','j']";
    const loop = (level: number): string =>
      level === 0
        ? `{ '\${L1}\${L2}\${L3}\${L4}\${L5}\${L6}': { ${QUEUE} } }`
        : `{ 'Fn::ForEach::Loop${level}': [L${level}, ${letters}, ${loop(level - 1)}] }`;
    const model = await readTemplate(`Resources:\n  ${loop(6)}`);
    assert.match(messagesOf(model)[0] ?? '', /^2: This loop makes too much\. Only its first part is read\.$/);
    assert.ok(model.queues.length <= 2000);
  });

  it('with more than 2,000 resources, of which the first are read', async () => {
    const model = await readTemplate(`Resources:\n${repeat(2001, (index) => `  Q${index}: { ${QUEUE} }`)}`);
    assert.equal(model.queues.length, 2000);
    assert.deepEqual(messagesOf(model), [
      '2002: More than 2,000 resources. Those from here on are not read.',
    ]);
  });

  it('with conditions that each ask the one before twice', async () => {
    const conditions = repeat(
      80,
      (index) => `  C${index + 1}: !And [!Condition C${index}, !Condition C${index}]`,
    );
    const model = await readTemplate(
      `Conditions:\n  C0: !Equals [a, a]\n${conditions}\nResources:\n  Q: { ${QUEUE}, Condition: C80 }`,
    );
    assert.deepEqual(
      model.queues.map(({ name, isConditional }) => [name, isConditional]),
      [['Q', false]],
    );
  });

  for (const [what, first, times, reason] of [
    ['grows', 'x'.repeat(40_000), 2, 'The text is too long.'],
    ['takes ever more steps', 'x', 40, 'It takes too many steps to work this out.'],
  ] as const) {
    it(`with a text that ${what} in each stack of a stack`, async () => {
      const text = [
        `Parameters: { T: { Type: String, Default: ${first} } }`,
        'Resources:',
        `  Q: { ${QUEUE}, Properties: { KmsMasterKeyId: !Ref T } }`,
        '  Inner:',
        '    Type: AWS::CloudFormation::Stack',
        '    Properties:',
        '      TemplateURL: template.yaml',
        `      Parameters: { T: !Join ['', [${'!Ref T, '.repeat(times)}]] }`,
      ].join('\n');
      const model = await readTemplate(text);
      assert.deepEqual(messagesOf(model), ['4: There are too many stacks in stacks. This one is not read.']);
      assert.equal(model.queues.length, 11);
      const last = model.queues.at(-1)?.attributes['KmsMasterKeyId'];
      assert.equal(last?.isKnown === false && last.reason, reason);
    });
  }

  it('with stacks that lead to each other in many ways', async () => {
    const inner = repeat(
      5,
      (index) =>
        `  S${index}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: template.yaml } }`,
    );
    const model = await readTemplate(`Resources:\n  Q: { ${QUEUE} }\n${inner}`);
    assert.equal(model.queues.length, 100);
  });

  it('with a manifest that leads to itself', async () => {
    const artifacts = { a: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } };
    const model = await readFiles({ 'manifest.json': JSON.stringify({ version: '1', artifacts }) });
    assert.deepEqual(model.files, ['manifest.json', 'queueside.iac.json']);
  });

  it('with files that lead to ever more files', async () => {
    let reads = 0;
    const readText = (file: string): string => {
      reads++;
      return `service: x\nprovider: { a: x }\nresources: [\${file(${file}0.yml)}, \${file(${file}1.yml)}]`;
    };
    const files = new Proxy<Record<string, string>>(
      { 'serverless.yml': '' },
      {
        get: (_, name) => readText(String(name)),
      },
    );
    const model = await readFiles(files);
    assert.ok(reads <= 100);
    assert.equal(model.files.length, reads);
  });
});
