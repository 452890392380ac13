import assert from 'node:assert/strict';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import {
  arnOf,
  type EventRecord,
  nextEvent,
  writeAskingHandler,
} from '../../support/functions/askingHandler.ts';
import { useLiveFunctions } from '../../support/functions/liveFunctions.ts';

const WINDOW_SECONDS = 1;

describe('Acceptance of functions: event source mappings', () => {
  const live = useLiveFunctions();

  before(() =>
    live.run({
      queues: {
        orders: {},
        plain: {},
        windowed: {},
        'steps.fifo': { attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' } },
      },
      functions: {
        work: {
          ...writeAskingHandler(live),
          mappings: [
            { queue: 'plain' },
            { queue: 'windowed', window: WINDOW_SECONDS },
            { queue: 'steps.fifo' },
          ],
        },
        slow: { ...writeAskingHandler(live), timeout: 60 },
      },
    }),
  );

  describe('1. a mapping is created, and what the service rejects is rejected in its words:', () => {
    const create = (input: Partial<CreateEventSourceMappingCommandInput> = {}) =>
      live.lambda.send(
        new CreateEventSourceMappingCommand({
          FunctionName: 'work',
          EventSourceArn: arnOf('orders'),
          ...input,
        }),
      );
    const read = async (UUID: string | undefined) =>
      (await live.lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;
    const remove = (UUID: string | undefined) =>
      live.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));

    it('it is being created in the response, and enabled from then on', async () => {
      const { UUID, State } = await create();
      assert.deepEqual([State, await read(UUID)], ['Creating', 'Enabled']);
      await remove(UUID);
    });

    it('it is disabled at once if it is created so', async () => {
      const { UUID, State } = await create({ Enabled: false });
      assert.deepEqual([State, await read(UUID)], ['Disabled', 'Disabled']);
      await remove(UUID);
    });

    it('a second one of the same queue and function', async () => {
      const { UUID } = await create();
      await assert.rejects(create(), ({ name, message, $metadata }) => {
        assert.deepEqual([name, $metadata.httpStatusCode], ['ResourceConflictException', 409]);
        assert.equal(
          message,
          `An event source mapping with SQS arn (" ${arnOf('orders')} ") and function (" work ") already exists. Please update or delete the existing mapping with UUID ${UUID}`,
        );
        return true;
      });
      await remove(UUID);
    });

    const windowTooShort =
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10';
    const rejected: readonly (readonly [
      what: string,
      input: Partial<CreateEventSourceMappingCommandInput>,
      message: string,
    ])[] = [
      [
        'a queue that does not exist',
        { EventSourceArn: arnOf('missing') },
        'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
      ],
      ['a function that does not exist', { FunctionName: 'missing' }, 'Function does not exist'],
      ['no source', { EventSourceArn: undefined }, 'Unrecognized event source.'],
      ['11 messages without a window', { BatchSize: 11 }, windowTooShort],
      [
        'a function that may take longer than the visibility timeout',
        { FunctionName: 'slow' },
        'Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds',
      ],
    ];
    for (const [what, input, message] of rejected) {
      it(what, () => assert.rejects(create(input), { name: 'InvalidParameterValueException', message }));
    }

    for (const Pattern of ['null', '"text"', '{"body":"text"}', '{"body":[]}']) {
      it(`the filter ${Pattern}`, () =>
        assert.rejects(create({ FilterCriteria: { Filters: [{ Pattern }] } }), {
          name: 'InvalidParameterValueException',
          message: 'Invalid filter pattern definition.',
        }));
    }

    it('11 messages without a window in a change', async () => {
      const { UUID } = await create();
      await assert.rejects(live.lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 11 })), {
        name: 'InvalidParameterValueException',
        message: windowTooShort,
      });
      await remove(UUID);
    });
  });

  describe('2. a message is deleted if the function returns undefined; its record is that of the service:', () => {
    const attributes = {
      Title: { DataType: 'String', StringValue: 'The Whistler' },
      Author: { DataType: 'String', StringValue: 'John Grisham' },
      WeeksOn: { DataType: 'Number', StringValue: '6' },
    };

    const process = async (queue: string, input: object, windowSeconds = 0): Promise<EventRecord> => {
      await live.sqs.call('SendMessage', { QueueUrl: live.urlOf(queue), MessageBody: 'text', ...input });
      if (windowSeconds > 0) await live.advance(windowSeconds);
      const event = await nextEvent(live);
      assert.deepEqual(await live.count(queue), { visible: 0, inFlight: 1 });
      event.returns();
      await live.settle(queue);
      assert.deepEqual(await live.count(queue), { visible: 0, inFlight: 0 });
      return event.records[0] ?? assert.fail('no record');
    };

    it('without attributes and without a window', async () => {
      const sentAt = String(live.time.clock.now());
      const { messageId, receiptHandle, attributes, ...rest } = await process('plain', {});
      assert.match(messageId, /^[\da-f-]{36}$/);
      assert.match(receiptHandle, /^AQEB/);
      assert.deepEqual(attributes, {
        ApproximateReceiveCount: '1',
        SentTimestamp: sentAt,
        SenderId: 'AKIDTEST',
        ApproximateFirstReceiveTimestamp: sentAt,
      });
      assert.deepEqual(rest, {
        body: 'text',
        messageAttributes: {},
        md5OfBody: '1cb251ec0d568de6a929b520c4aed8d1',
        eventSource: 'aws:sqs',
        eventSourceARN: arnOf('plain'),
        awsRegion: 'us-east-1',
      });
    });

    it('without attributes, with a window: the digest is null', async () => {
      const record = await process('windowed', {}, WINDOW_SECONDS);
      assert.equal(record.md5OfMessageAttributes, null);
    });

    it('with attributes: their digest is that of the service', async () => {
      const record = await process('plain', { MessageAttributes: attributes });
      assert.equal(record.md5OfMessageAttributes, 'd25a6aea97eb8f585bfa92d314504a92');
      const lists = { stringListValues: [], binaryListValues: [] };
      assert.deepEqual(record.messageAttributes, {
        Title: { stringValue: 'The Whistler', ...lists, dataType: 'String' },
        Author: { stringValue: 'John Grisham', ...lists, dataType: 'String' },
        WeeksOn: { stringValue: '6', ...lists, dataType: 'Number' },
      });
    });

    it('with bytes, a label and a trace header', async () => {
      const header = { DataType: 'String', StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793' };
      const record = await process('plain', {
        MessageAttributes: { Blob: { DataType: 'Binary.png', BinaryValue: 'AgME' } },
        MessageSystemAttributes: { AWSTraceHeader: header },
      });
      assert.deepEqual(record.messageAttributes, {
        Blob: { binaryValue: 'AgME', stringListValues: [], binaryListValues: [], dataType: 'Binary.png' },
      });
      assert.equal(record.attributes['AWSTraceHeader'], header.StringValue);
    });

    it('of a FIFO queue', async () => {
      const { attributes } = await process('steps.fifo', { MessageGroupId: 'g' });
      assert.match(attributes['SequenceNumber'] ?? '', /^\d{20}$/);
      assert.equal(attributes['MessageGroupId'], 'g');
      assert.match(attributes['MessageDeduplicationId'] ?? '', /^[\da-f]{64}$/);
    });
  });

  it('12. a disabled mapping receives nothing from its response on, and finishes the batch that it has', async () => {
    const { UUID } = await live.lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: 'work',
        EventSourceArn: arnOf('orders'),
        BatchSize: 1,
      }),
    );
    await live.send('orders', 'first');
    const event = await nextEvent(live);
    const { State } = await live.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    assert.equal(State, 'Disabling');
    await live.send('orders', 'second');
    assert.deepEqual(await live.count('orders'), { visible: 1, inFlight: 1 });
    event.returns();
    await live.trace.waitUntil(() => live.find('deleted').at(-1)?.messageId === event.records[0]?.messageId);
    await live.trace.catchUp();
    assert.deepEqual(await live.count('orders'), { visible: 1, inFlight: 0 });
    const { State: then } = await live.lambda.send(new GetEventSourceMappingCommand({ UUID }));
    assert.equal(then, 'Disabled');
    await live.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    const next = await nextEvent(live);
    assert.deepEqual(next.bodies, ['second']);
    next.returns();
    await live.settle('orders');
    await live.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  });
});
