import assert from 'node:assert/strict';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { createQueue } from '../../broker/engine/operations/createQueue.ts';
import { caller, unwrap } from '../support/engineHarness.ts';
import {
  callLambda,
  connectLambda,
  type LambdaServer,
  startLambdaServer,
} from '../support/lambda/lambdaServer.ts';
import { FUNCTION } from '../support/mappingWorld.ts';

const MAPPINGS = '/2015-03-31/event-source-mappings';
const FUNCTION_ARN = `arn:aws:lambda:us-east-1:000000000000:function:${FUNCTION}`;

describe('Event source mappings in the API of Lambda', () => {
  let server: LambdaServer;
  let client: LambdaClient;

  const create = (input: Partial<CreateEventSourceMappingCommandInput> = {}) =>
    client.send(
      new CreateEventSourceMappingCommand({
        FunctionName: FUNCTION,
        EventSourceArn: server.queue.arn,
        ...input,
      }),
    );
  const newQueue = (name: string): string => unwrap(createQueue(server.engine, { name }, caller)).arn;
  const call = (path: string, method?: string, body?: string) => callLambda(server, path, method, body);

  before(async () => {
    server = await startLambdaServer();
    client = connectLambda(server);
  });

  it('creates, reads, changes, lists and deletes a mapping for the SDK', async () => {
    const {
      $metadata: { httpStatusCode },
      ...created
    } = await create({
      Tags: { team: 'shop' },
      FilterCriteria: { Filters: [{ Pattern: '{ "body": ["ok"] }' }] },
    });
    assert.equal(httpStatusCode, 202);
    const UUID = created.UUID ?? '';
    assert.deepEqual(created, {
      UUID,
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      EventSourceArn: server.queue.arn,
      FunctionArn: FUNCTION_ARN,
      LastModified: new Date(server.clock.now()),
      State: 'Creating',
      StateTransitionReason: 'USER_INITIATED',
      FunctionResponseTypes: [],
      EventSourceMappingArn: `arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${UUID}`,
      FilterCriteria: { Filters: [{ Pattern: '{ "body": ["ok"] }' }] },
    });
    const read = await client.send(new GetEventSourceMappingCommand({ UUID }));
    assert.deepEqual([read.$metadata.httpStatusCode, read.State], [200, 'Enabled']);
    const changed = await client.send(
      new UpdateEventSourceMappingCommand({
        UUID,
        BatchSize: 100,
        MaximumBatchingWindowInSeconds: 5,
        FilterCriteria: {},
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 7 },
        MetricsConfig: { Metrics: ['EventCount'] },
      }),
    );
    assert.equal(changed.$metadata.httpStatusCode, 202);
    assert.equal(changed.State, 'Updating');
    assert.equal(changed.FilterCriteria, undefined);
    assert.deepEqual(changed.ScalingConfig, { MaximumConcurrency: 7 });
    assert.deepEqual(changed.MetricsConfig, { Metrics: ['EventCount'] });
    assert.deepEqual(changed.FunctionResponseTypes, ['ReportBatchItemFailures']);
    const provisioned = await client.send(
      new UpdateEventSourceMappingCommand({
        UUID,
        ScalingConfig: {},
        ProvisionedPollerConfig: { MaximumPollers: 5 },
      }),
    );
    assert.equal(provisioned.ScalingConfig, undefined);
    assert.deepEqual(provisioned.ProvisionedPollerConfig, { MinimumPollers: 2, MaximumPollers: 5 });
    const disabled = await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    assert.equal(disabled.State, 'Disabling');
    for (const filter of [{}, { FunctionName: FUNCTION_ARN }, { EventSourceArn: server.queue.arn }]) {
      const { EventSourceMappings } = await client.send(new ListEventSourceMappingsCommand(filter));
      assert.deepEqual(
        EventSourceMappings?.map((mapping) => [mapping.UUID, mapping.State]),
        [[UUID, 'Disabled']],
      );
    }
    const deleted = await client.send(new DeleteEventSourceMappingCommand({ UUID }));
    assert.deepEqual([deleted.$metadata.httpStatusCode, deleted.State], [202, 'Deleting']);
    await assert.rejects(client.send(new GetEventSourceMappingCommand({ UUID })), {
      name: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    });
  });

  it('answers with the members of the service, and times in seconds', async () => {
    const UUID = (await create()).UUID ?? '';
    const { text } = await call(`${MAPPINGS}/${UUID}`);
    assert.deepEqual(Object.keys(JSON.parse(text) as object), [
      'UUID',
      'BatchSize',
      'MaximumBatchingWindowInSeconds',
      'EventSourceArn',
      'FunctionArn',
      'LastModified',
      'State',
      'StateTransitionReason',
      'FunctionResponseTypes',
      'EventSourceMappingArn',
    ]);
    assert.match(text, /"LastModified":1700000000[,.]/);
    await client.send(new DeleteEventSourceMappingCommand({ UUID }));
  });

  it('lists 100 mappings at once, however many are asked for', async () => {
    const ids = [];
    for (let number = 0; number < 120; number++) {
      ids.push((await create({ EventSourceArn: newQueue(`page${number}`), Enabled: false })).UUID);
    }
    const first = await client.send(new ListEventSourceMappingsCommand({ MaxItems: 10_000 }));
    const second = await client.send(new ListEventSourceMappingsCommand({ Marker: first.NextMarker }));
    assert.equal(first.EventSourceMappings?.length, 100);
    assert.equal(second.NextMarker, undefined);
    assert.deepEqual(
      [...(first.EventSourceMappings ?? []), ...(second.EventSourceMappings ?? [])].map(({ UUID }) => UUID),
      ids,
    );
    await assert.rejects(client.send(new ListEventSourceMappingsCommand({ Marker: 'x' })), {
      name: 'InvalidParameterValueException',
    });
    for (const UUID of ids) await client.send(new DeleteEventSourceMappingCommand({ UUID }));
  });

  it('keeps tags', async () => {
    const { UUID, EventSourceMappingArn: Resource } = await create({ Tags: { team: 'shop' } });
    await client.send(new TagResourceCommand({ Resource, Tags: { stage: 'test', 'a b': '' } }));
    await client.send(new UntagResourceCommand({ Resource, TagKeys: ['team', 'a b'] }));
    const { Tags } = await client.send(new ListTagsCommand({ Resource }));
    assert.deepEqual(Tags, { stage: 'test' });
    for (const foreign of [
      Resource?.replace('arn:aws:', 'arn:aws-cn:'),
      Resource?.replace('us-east-1', 'eu-west-1'),
    ])
      await assert.rejects(client.send(new ListTagsCommand({ Resource: foreign })), {
        name: 'ResourceNotFoundException',
      });
    await client.send(new DeleteEventSourceMappingCommand({ UUID }));
    await assert.rejects(client.send(new ListTagsCommand({ Resource })), {
      name: 'ResourceNotFoundException',
    });
  });

  describe('answers errors as the service does', () => {
    const cases: readonly (readonly [
      what: string,
      input: Partial<CreateEventSourceMappingCommandInput>,
      name: string,
      message: string | RegExp,
    ])[] = [
      [
        'for a missing queue',
        { EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:missing' },
        'InvalidParameterValueException',
        /^Error occurred while ReceiveMessage\. SQS Error Code: AWS\.SimpleQueueService\.NonExistentQueue\./,
      ],
      [
        'for a value out of its range',
        { BatchSize: 10_001 },
        'ValidationException',
        "1 validation error detected: Value '10001' at 'batchSize' failed to satisfy constraint: Member must have value less than or equal to 10000",
      ],
      [
        'for what only streams have',
        { StartingPosition: 'LATEST' },
        'InvalidParameterValueException',
        'Unsupported StartingPosition parameter for given event source mapping type.',
      ],
      [
        'for a destination',
        { DestinationConfig: { OnSuccess: { Destination: 'arn:aws:sqs:us-east-1:000000000000:q' } } },
        'InvalidParameterValueException',
        'Unsupported DestinationConfig parameter for given event source mapping type.',
      ],
      [
        'for a filter without a pattern',
        { FilterCriteria: { Filters: [{}] } },
        'InvalidParameterValueException',
        'Invalid filter pattern definition.',
      ],
    ];
    for (const [what, input, name, message] of cases) {
      it(what, async () => {
        await assert.rejects(create(input), { name, message });
      });
    }

    it('and takes what tools write that sets nothing', async () => {
      const { UUID } = await create({
        DestinationConfig: { OnFailure: {} },
        SourceAccessConfigurations: [],
        FilterCriteria: { Filters: [] },
      });
      await client.send(new DeleteEventSourceMappingCommand({ UUID }));
    });

    it('with the type of the error in a header, and its text in the member of that error', async () => {
      const invalid = await call(MAPPINGS, 'POST', JSON.stringify({ FunctionName: FUNCTION }));
      assert.equal(invalid.status, 400);
      assert.equal(invalid.error, 'InvalidParameterValueException');
      assert.deepEqual(invalid.body, { Type: 'User', message: 'Unrecognized event source.' });
      const missing = await call(`${MAPPINGS}/x`);
      assert.equal(missing.status, 404);
      assert.equal(missing.error, 'ResourceNotFoundException');
      assert.deepEqual(missing.body, { Type: 'User', Message: 'The resource you requested does not exist.' });
    });

    for (const [what, path, method, body] of [
      ['a body that is no JSON', MAPPINGS, 'POST', '{'],
      ['a body that is no object', MAPPINGS, 'POST', '[]'],
      ['a text where a number belongs', MAPPINGS, 'POST', '{"FunctionName":"f","BatchSize":"ten"}'],
      ['a number in the query that is none', `${MAPPINGS}?MaxItems=ten`, 'GET', undefined],
    ] as const) {
      it(`for ${what}`, async () => {
        const answer = await call(path, method, body);
        assert.deepEqual([answer.status, answer.error], [400, 'SerializationException']);
      });
    }

    it('when the disk rejects the change', async () => {
      server.diskError = new Error('full');
      await assert.rejects(create(), { name: 'ServiceUnavailable' });
      server.diskError = undefined;
      const { EventSourceMappings = [] } = await client.send(new ListEventSourceMappingsCommand());
      for (const { UUID } of EventSourceMappings)
        await client.send(new DeleteEventSourceMappingCommand({ UUID }));
    });

    it('for an operation that is not served, with the name of the variable that leads elsewhere', async () => {
      for (const path of ['/2015-03-31/functions', '/2020-06-30/code-signing-configs', '/2015-03-31/x']) {
        const { status, error, body } = await call(`${path}?a=b`);
        assert.deepEqual([status, error], [400, 'UnknownOperationException']);
        assert.match(String(body.message), /AWS_ENDPOINT_URL_LAMBDA/);
        assert.ok(String(body.message).includes(`GET ${path} of Lambda`));
      }
    });
  });

  it('keeps mappings in a note', async () => {
    const { UUID = '' } = await create();
    assert.ok(server.notes.get('eventSourceMappings')?.includes(UUID));
    await client.send(new DeleteEventSourceMappingCommand({ UUID }));
    assert.ok(server.notes.get('eventSourceMappings')?.endsWith('"mappings":[]}'));
  });
});
