import assert from 'node:assert/strict';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { callSqs } from '../support/callSqs.ts';
import { useFunctionShell } from '../support/functionShell.ts';

const TEMPLATE = `Transform: AWS::Serverless-2016-10-31
Resources:
  Images:
    Type: AWS::SQS::Queue
    Properties: { VisibilityTimeout: 20, KmsMasterKeyId: !Ref Key }
  Key: { Type: AWS::KMS::Key }
  Resize:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: code/
      Handler: resize.handler
      Runtime: nodejs22.x
      Environment: { Variables: { QUEUE_URL: !Ref Images, QUEUE_ARN: !GetAtt Images.Arn } }
      Events:
        Images: { Type: SQS, Properties: { Queue: !GetAtt Images.Arn, BatchSize: 1 } }
`;
const HANDLER = `exports.handler = async (event) => {
  console.log('got', event.Records[0].body, process.env.QUEUE_URL, process.env.QUEUE_ARN);
};`;

describe('queueside function run --from', () => {
  const shell = useFunctionShell();

  it('runs the functions of a template, which its queues invoke, with the local queues in their variables', async () => {
    mkdirSync(join(shell.folder, 'code'));
    shell.write('code/resize.js', HANDLER);
    shell.write('template.yaml', TEMPLATE);
    const runner = shell.run('--from', 'template.yaml');
    await runner.says(/^Ready: Resize$/m);
    const { QueueUrl } = await callSqs(shell.endpoint, 'GetQueueUrl', { QueueName: 'Images' });
    await callSqs(shell.endpoint, 'SendMessage', { QueueUrl, MessageBody: 'a.png' });
    await runner.prints(
      /^Resize #1 \| got a\.png http:\/\/[\d.:]+\/\d{12}\/Images arn:aws:sqs:[\w-]+:\d{12}:Images$/m,
    );
    runner.child.kill('SIGINT');
    const { code, stderr } = await runner.exit;
    assert.equal(code, 0);
    const notes = stderr.split('\n').filter((line) => line.startsWith('template.yaml:'));
    assert.deepEqual(notes, [
      'template.yaml:3:3: Images has no dead-letter queue: a message that always fails is tried again until its retention period is over.',
      'template.yaml:5:58: Images KmsMasterKeyId: Only a deployment gives Key (AWS::KMS::Key) an ID.',
    ]);
  });

  it('reads the folder that the CDK writes, and files beside a template', async () => {
    mkdirSync(join(shell.folder, 'cdk.out'));
    const resources = {
      Jobs1: { Type: 'AWS::SQS::Queue' },
      Work2: {
        Type: 'AWS::Lambda::Function',
        Properties: { Code: { S3Bucket: 'b', S3Key: 'k' }, Handler: 'work.handler', Runtime: 'nodejs20.x' },
        Metadata: { 'aws:asset:path': 'asset.1', 'aws:asset:property': 'Code' },
      },
    };
    const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.template.json' } };
    shell.write('cdk.out/manifest.json', JSON.stringify({ version: '48.0.0', artifacts: { Shop: stack } }));
    shell.write('cdk.out/Shop.template.json', JSON.stringify({ Resources: resources }));
    await shell.run('--from', 'cdk.out').says(/^Ready: Work2$/m);
    const listed = await shell.start('function', 'list', '--json').exit;
    const { functions } = JSON.parse(listed.stdout) as {
      functions: readonly { readonly folder: string; readonly definition: { readonly directory: string } }[];
    };
    assert.equal(functions[0]?.definition.directory, 'asset.1');
    assert.equal(realpathSync(functions[0]?.folder ?? ''), realpathSync(join(shell.folder, 'cdk.out')));
  });

  for (const [what, text, says] of [
    ['is none', 'openapi: 3.0.0\n', /^queueside function: template\.yaml:1:1: This is neither a template of/],
    [
      'has no function',
      'Resources: { Q: { Type: AWS::SQS::Queue } }\n',
      /template\.yaml declares no function\./,
    ],
    [
      'says what the broker rejects',
      TEMPLATE.replace('VisibilityTimeout: 20', 'VisibilityTimeout: 2'),
      /^queueside function: template\.yaml:15:9: Queue visibility timeout: 2 seconds is less than Function timeout: 3 seconds$/m,
    ],
  ] as const) {
    it(`exits with 2 if the template ${what}`, async () => {
      shell.write('template.yaml', text);
      const { code, stderr } = await shell.run('--from', 'template.yaml').exit;
      assert.equal(code, 2);
      assert.match(stderr, says);
    });
  }

  it('exits with 2 if there is no such file, and beside --config', async () => {
    const missing = await shell.run('--from', 'missing.yaml').exit;
    assert.equal(missing.code, 2);
    assert.match(
      missing.stderr,
      /^queueside function: missing\.yaml:1:1: The file missing\.yaml cannot be read\.$/m,
    );
    const both = await shell.run('--from', 'template.yaml', '--config', 'queueside.json').exit;
    assert.equal(both.code, 2);
    assert.match(both.stderr, /use --config or --from/);
  });
});
