import assert from 'node:assert/strict';
import { IMAGES_TEMPLATE as TEMPLATE } from '../../support/iac/imagesTemplate.ts';
import { createTemplateWorld, type TemplateWorld } from '../../support/templates.ts';

const PATH = '/w/shop/template.yaml';
const SOURCE = `file://${PATH}`;
/** The beginning of a mark. */
const shorten = (mark: string): string => mark.replace(/[:,.].*| from.*/s, '').slice(0, 35);

describe('Templates in editors', () => {
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

  it('have problems at their lines while they are open, once the user has stopped typing', async () => {
    await open();
    world.window.press = 'Not Now';
    const { type, close } = world.open(PATH, TEMPLATE);
    await world.settle();
    assert.deepEqual(world.readMarks(PATH).map(shorten).toSorted(), [
      '1 1 Images has no dead-letter queue',
      '14 1 If one message of a batch fail',
    ]);
    for (const text of ['', 'B', 'Ba']) type(`${TEMPLATE}            ${text}`);
    type(`${TEMPLATE}            BatchSize: 20000`);
    await world.settle();
    assert.equal(world.schedule.pendingCount, 1);
    assert.equal(world.readMarks(PATH).length, 2);
    world.schedule.advance(250);
    await world.settle();
    assert.deepEqual(world.readMarks(PATH).map(shorten).toSorted(), [
      '1 1 Images has no dead-letter queue',
      '18 0 BatchSize must be a whole numb',
      '18 1 If one message of a batch fail',
    ]);
    close();
    assert.deepEqual(world.readMarks(PATH), []);
  });

  it('have one mark for a mistake that a check and the broker find, where the check has it', async () => {
    const text = `${TEMPLATE}            BatchSize: 20\n`;
    await open({ [PATH]: text });
    world.open(PATH, text);
    const message =
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10';
    world.setProblems([{ line: 0, character: 0, endLine: 0, endCharacter: 1, message }]);
    await use();
    assert.deepEqual(
      world.readMarks(PATH).filter((mark) => mark.includes(message)),
      [`18 0 ${message}`],
    );
  });

  it('have a mark for each of the mistakes at one place', async () => {
    const text = `${TEMPLATE}        Again:
          Type: SQS
          Properties:
            Queue: !GetAtt Images.Arn
`;
    await open({});
    world.open(PATH, text);
    await world.settle();
    assert.deepEqual(
      world
        .readMarks(PATH)
        .filter((mark) => mark.startsWith('18 '))
        .map(shorten)
        .toSorted(),
      ['18 0 The queue already invokes this', '18 1 If one message of a batch fail'],
    );
  });

  it('have a mark for each of the mistakes that the broker finds, also without a place', async () => {
    await open();
    const nowhere = { line: 0, character: 0, endLine: 0, endCharacter: 0 };
    world.setProblems(['First.', 'Second.'].map((message) => ({ ...nowhere, message })));
    await use();
    assert.deepEqual(world.readMarks(PATH), ['0 0 First.', '0 0 Second.']);
  });

  it('have one mark for a value that a check and the broker reject in different words', async () => {
    const text = TEMPLATE.replace('SQS::Queue', 'SQS::Queue\n    Properties: { VisibilityTimeout: 99999 }');
    await open({ [PATH]: text });
    world.open(PATH, text);
    world.setProblems([
      { line: 4, character: 8, endLine: 4, endCharacter: 9, message: 'Use a whole number.' },
    ]);
    await use();
    assert.deepEqual(
      world.readMarks(PATH).filter((mark) => mark.includes('whole number')),
      ['3 0 VisibilityTimeout must be a whole number from 0 to 43,200.'],
    );
  });

  it('have no problems if the setting says so, and if they are templates of something else', async () => {
    await open({});
    world.settings['templates.problems'] = false;
    world.open(PATH, TEMPLATE);
    await world.settle();
    assert.deepEqual(world.readMarks(PATH), []);
    world.settings['templates.problems'] = true;
    world.open('/w/chart/template.yaml', 'name: {{ .Values.name }}');
    await world.settle();
    assert.deepEqual(world.readMarks('/w/chart/template.yaml'), []);
  });

  it('are read again when a file changes that they lead to, saved or not', async () => {
    const sam = '/w/shop/samconfig.toml';
    const text = `Parameters: { Size: { Type: Number, Default: 10 } }
${TEMPLATE}            BatchSize: !Ref Size
`;
    await open({});
    world.open(PATH, text);
    const { type, close } = world.open(sam, '');
    await world.settle();
    const listErrors = () => world.readMarks(PATH).filter((mark) => mark.startsWith('19 0 '));
    assert.deepEqual(listErrors(), []);
    type('[default.deploy.parameters]\nparameter_overrides = "Size=20000"\n');
    world.schedule.advance(250);
    await world.settle();
    assert.deepEqual(listErrors().map(shorten), ['19 0 BatchSize must be a whole numb']);
    close();
    world.schedule.advance(250);
    await world.settle();
    assert.deepEqual(listErrors(), []);
  });

  it('are not read if the files that they lead to are too long together', async () => {
    const parent = `${TEMPLATE}  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: nested.yaml } }\n`;
    const nested = '/w/shop/nested.yaml';
    await open({ [nested]: `Resources: {}\n# ${'x'.repeat(4 * 1_048_576)}` });
    const { type } = world.open(PATH, parent);
    await world.settle();
    assert.deepEqual(world.readMarks(PATH), []);
    world.write(nested, 'Resources: {}\n');
    type(`${parent}\n`);
    world.schedule.advance(250);
    await world.settle();
    assert.equal(world.readMarks(PATH).length, 2);
  });

  it('are fixed if they do not report the messages that failed', async () => {
    await open({});
    const { document } = world.open(PATH, TEMPLATE);
    await world.settle();
    const [fix, ...others] = world.listFixes(document, 14);
    assert.deepEqual(others, []);
    assert.equal(fix?.title, 'Add ReportBatchItemFailures to FunctionResponseTypes');
    assert.ok(
      fix?.text.endsWith(`          Properties:
            FunctionResponseTypes: [ReportBatchItemFailures]
            Queue: !GetAtt Images.Arn
`),
      fix?.text,
    );
    assert.deepEqual(world.listFixes(document, 2), []);
  });

  it('have a lens that uses them, and then lenses that debug and invoke their functions', async () => {
    await open();
    world.window.press = 'Not Now';
    const { document } = world.open(PATH, TEMPLATE);
    await world.settle();
    assert.deepEqual(world.listLenses(document), [
      `1 Use Queues and Functions Here queueside.useTemplate ${SOURCE}`,
    ]);
    await world.templates.choose(SOURCE);
    assert.deepEqual(world.listLenses(document), [
      '7 Debug queueside.debugFunction Resize',
      '7 Invoke with… queueside.editFunctionEvent Resize',
    ]);
  });

  it('show functions that share a handler at their own names', async () => {
    const shared = `Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Runtime: nodejs22.x, Handler: app.handler } }
Resources:
  Jobs: { Type: AWS::SQS::Queue }
  First: { Type: AWS::Serverless::Function, Properties: { CodeUri: first } }
  Second: { Type: AWS::Serverless::Function, Properties: { CodeUri: second } }
`;
    await open({ [PATH]: shared }, { [SOURCE]: 'used' });
    const { document } = world.open(PATH, shared);
    await world.settle();
    assert.deepEqual(
      world.listLenses(document).map((lens) => lens.replace(/queueside.\w+ /, '')),
      ['4 Debug First', '4 Invoke with… First', '5 Debug Second', '5 Invoke with… Second'],
    );
  });

  it('show their functions at the handlers, before the broker runs, and in no other file', async () => {
    await open({ [PATH]: TEMPLATE }, { [SOURCE]: 'used' });
    await world.settle();
    assert.deepEqual(world.applied, []);
    const handler = world.open('/w/shop/src/app.mjs', 'const a = 1;\nexport const handler = () => a;\n');
    assert.deepEqual(world.listLenses(handler.document), [
      '1 Debug queueside.debugFunction Resize',
      '1 Invoke with… queueside.editFunctionEvent Resize',
    ]);
    const other = world.open('/w/shop/src/other.mjs', 'export const handler = () => 1;\n');
    assert.deepEqual(world.listLenses(other.document), []);
  });

  for (const [what, prepare] of [
    ['in Restricted Mode', () => (world.workspace.isTrusted = false)],
    ['if the setting says so', () => (world.settings['templates.codeLens'] = false)],
  ] as const) {
    it(`have no lenses ${what}`, async () => {
      await open();
      await use();
      const { document } = world.open(PATH, TEMPLATE);
      const handler = world.open('/w/shop/src/app.js', 'exports.handler = () => 1;\n');
      await world.settle();
      const count = () => world.listLenses(document).length + world.listLenses(handler.document).length;
      assert.equal(count(), 4);
      prepare();
      assert.equal(count(), 0);
    });
  }
});
