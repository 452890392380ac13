import assert from 'node:assert/strict';
import { planText } from '../../../broker/definitions/definitions.ts';
import { locateProblem, writeDefinitionText } from '../../../broker/iac/definitionText.ts';
import type { IacModel } from '../../../broker/iac/model.ts';
import { toDefinitions } from '../../../broker/iac/toDefinitions.ts';
import { makeDefinitionTarget } from '../../support/definitionTarget.ts';
import { readFiles, readTemplate, STACK } from '../../support/iac/readText.ts';

const PLACE = { endpoint: 'http://127.0.0.1:9324', region: STACK.region, account: STACK.account };

const SHOP = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: orders
      VisibilityTimeout: 60
      KmsMasterKeyId: alias/shop
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Failures.Arn, maxReceiveCount: 5 }
      RedriveAllowPolicy: { redrivePermission: byQueue, sourceQueueArns: [!GetAtt Failures.Arn] }
      Tags: [{ Key: team, Value: shop }, { Key: stack, Value: !Ref AWS::StackId }]
  Failures:
    Type: AWS::SQS::Queue
  Topic:
    Type: AWS::SNS::Topic
  Worker:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: go1.x }
    Properties:
      CodeUri: worker
      Handler: bootstrap
      Runtime: provided.al2023
      Timeout: 10
      MemorySize: 512
      ReservedConcurrentExecutions: 3
      Environment:
        Variables:
          QUEUE_URL: !Ref Orders
          QUEUE_ARN: !GetAtt Orders.Arn
          OWN_ARN: !GetAtt Worker.Arn
          TOPIC: !Ref Topic
      Events:
        Orders:
          Type: SQS
          Properties:
            Queue: !GetAtt Orders.Arn
            BatchSize: 20
            MaximumBatchingWindowInSeconds: 2
            FunctionResponseTypes: [ReportBatchItemFailures]
            ScalingConfig: { MaximumConcurrency: 4 }
            FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":[1]}}' }] }
        Elsewhere:
          Type: SQS
          Properties:
            Queue: arn:aws:sqs:eu-west-1:999999999999:elsewhere
            Enabled: false
            ProvisionedPollerConfig: { MinimumPollers: 2 }
  Old:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: old, Handler: app.handler, Runtime: nodejs16.x }
  Ruby:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: ruby, Handler: app.handler, Runtime: ruby3.3 }
`;

function describeLeftOut(model: IacModel): readonly string[] {
  return toDefinitions(model, PLACE).leftOut.map(({ what, reason }) => `${what}: ${reason}`);
}

describe('Definitions of a template', () => {
  it('have its queues, with references filled in', async () => {
    const { queues } = toDefinitions(await readTemplate(SHOP), PLACE);
    const nothing = { faults: undefined, messages: [] };
    assert.deepEqual(queues, [
      {
        name: 'orders',
        attributes: {
          VisibilityTimeout: '60',
          RedriveAllowPolicy:
            '{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:eu-west-1:123456789012:Failures"]}',
        },
        tags: { team: 'shop' },
        deadLetter: { queue: 'Failures', maxReceiveCount: 5 },
        ...nothing,
      },
      { name: 'Failures', attributes: {}, tags: {}, deadLetter: undefined, ...nothing },
      { name: 'elsewhere', attributes: {}, tags: {}, deadLetter: undefined, ...nothing },
    ]);
  });

  it('have its functions and their mappings', async () => {
    const { functions } = toDefinitions(await readTemplate(SHOP), PLACE);
    assert.deepEqual(functions, [
      {
        name: 'Worker',
        runtime: 'provided.al2023',
        directory: 'worker',
        handler: 'bootstrap',
        command: 'go run .',
        timeout: 10,
        memory: 512,
        reservedConcurrency: 3,
        environment: {
          QUEUE_URL: 'http://127.0.0.1:9324/123456789012/orders',
          QUEUE_ARN: 'arn:aws:sqs:eu-west-1:123456789012:orders',
          OWN_ARN: 'arn:aws:lambda:eu-west-1:123456789012:function:Worker',
        },
        mappings: [
          {
            queue: 'orders',
            batchSize: 20,
            window: 2,
            filters: ['{"body":{"a":[1]}}'],
            maximumConcurrency: 4,
            reportBatchItemFailures: true,
          },
          { queue: 'elsewhere', provisionedPollers: { minimum: 2 }, enabled: false },
        ],
      },
      { name: 'Old', runtime: 'nodejs20.x', directory: 'old', handler: 'app.handler' },
    ]);
  });

  it('list what they do not have, and why', async () => {
    assert.deepEqual(describeLeftOut(await readTemplate(SHOP)), [
      'orders KmsMasterKeyId: The local KMS has keys of its own.',
      'orders tag stack: Only a deployment gives AWS::StackId a value.',
      'elsewhere: The template does not declare it. It has the values of a new queue.',
      'Worker TOPIC: Only a deployment gives Topic (AWS::SNS::Topic) an ID.',
      'Old Runtime: nodejs16.x runs as nodejs20.x.',
      'Ruby: Queueside does not run the runtime ruby3.3.',
    ]);
  });

  it('leave out a mapping with a filter that is unknown, which would delete the messages of others', async () => {
    const model = await readTemplate(`
Parameters: { Kind: { Type: String } }
Resources:
  Jobs: { Type: AWS::SQS::Queue }
  Perhaps: { Type: AWS::SQS::Queue, Condition: None, Properties: { QueueName: !Ref Kind } }
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: worker
      Handler: app.handler
      Runtime: nodejs22.x
      Events:
        Jobs:
          Type: SQS
          Properties:
            Queue: !GetAtt Jobs.Arn
            FilterCriteria: { Filters: [{ Pattern: !Sub '{"body":["\${Kind}"]}' }] }
        Unknown: { Type: SQS, Properties: { Queue: !Ref Kind } }
`);
    const { functions } = toDefinitions(model, PLACE);
    assert.deepEqual(
      functions.map(({ mappings }) => mappings),
      [undefined],
    );
    assert.deepEqual(describeLeftOut(model), [
      'Perhaps: Its condition is unknown. It exists here.',
      'Perhaps QueueName: The parameter Kind has no default value.',
      'WorkerJobs: The parameter Kind has no default value.',
      'WorkerUnknown: The parameter Kind has no default value.',
    ]);
  });

  it('leave out what handles custom resources, unless a queue invokes it too', async () => {
    const handler = (name: string, events = ''): string =>
      `  ${name}: { Type: AWS::Serverless::Function, Properties: { CodeUri: a, Handler: a.b, Runtime: nodejs22.x${events} } }`;
    const model = await readTemplate(`
Transform: AWS::Serverless-2016-10-31
Resources:
  Jobs: { Type: AWS::SQS::Queue }
${handler('Seed')}
${handler('Both', ', Events: { Jobs: { Type: SQS, Properties: { Queue: !GetAtt Jobs.Arn } } }')}
  First: { Type: Custom::Seed, Properties: { ServiceToken: !GetAtt Seed.Arn } }
  Second: { Type: AWS::CloudFormation::CustomResource, Properties: { ServiceToken: !GetAtt Both.Arn } }
`);
    assert.deepEqual(
      toDefinitions(model, PLACE).functions.map(({ name }) => name),
      ['Both'],
    );
    assert.deepEqual(describeLeftOut(model), [
      'Seed: It handles custom resources while a stack is deployed.',
    ]);
  });

  it('are a text that applies as a queueside.json does', async () => {
    const text = writeDefinitionText(toDefinitions(await readTemplate(SHOP), PLACE));
    const { problems, plan } = planText(makeDefinitionTarget(), PLACE, text, { folder: '/shop' });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      plan.create.map(({ name }) => name),
      ['orders', 'Failures', 'elsewhere'],
    );
  });

  it('have their problems at the places of the template', async () => {
    const template = `
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: 5000
      ContentBasedDeduplication: true
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5 }
  Dead: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: worker
      Handler: app.handler
      Runtime: nodejs22.x
      Timeout: 60
      Environment: { Variables: { AWS_REGION: here } }
      Events: { Orders: { Type: SQS, Properties: { Queue: !GetAtt Orders.Arn } } }
`;
    const model = await readFiles({ 'template.yaml': template });
    const text = writeDefinitionText(toDefinitions(model, PLACE));
    const { problems } = planText(makeDefinitionTarget(), PLACE, text, { folder: '/shop' });
    const places = problems.map((problem) => {
      const range = locateProblem(text, problem, model);
      return range && template.slice(range.start, range.end);
    });
    assert.ok(places.includes('here'), JSON.stringify(problems));
    assert.ok(places.includes('5000') || places.includes('true'));
    assert.ok(places.includes('Orders'));
  });
});
