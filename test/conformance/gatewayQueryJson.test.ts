import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { setFaults } from '../../broker/protocol/faults.ts';
import type { TraceEvent } from '../../broker/protocol/trace.ts';
import { type GatewayWorld, openGatewayWorld } from './support/gatewayWorld.ts';
import { callForQueryJson } from './support/queryJsonCalls.ts';

const ATTRIBUTES = { tenant: { DataType: 'String', StringValue: 'acme' } };

/** What the trace says of an event, without what differs from run to run. */
function describeEvent(event: TraceEvent): object {
  const { kind, queueArn, preview, timeoutMs, sizeBytes, receiveCount, groupId, detail, error } = event;
  return {
    kind,
    queue: queueArn?.split(':').at(-1),
    preview,
    timeoutMs,
    sizeBytes,
    receiveCount,
    groupId,
    isMessageKnown: event.messageId !== undefined,
    detail,
    error,
  };
}

type Call = (action: string, input?: object) => Promise<Record<string, unknown>>;

/** A program that does what a trace shows. @param listMessages of the result of a receive */
async function runProgram(
  call: Call,
  listMessages: (result: Record<string, unknown>) => readonly { readonly ReceiptHandle: string }[],
): Promise<void> {
  await call('CreateQueue', { QueueName: 'jobs.fifo', Attributes: { FifoQueue: 'true' } });
  await call('SendMessage', { MessageBody: 'one', MessageAttributes: ATTRIBUTES });
  await call('SendMessageBatch', {
    Entries: [
      { Id: 'a', MessageBody: 'two', DelaySeconds: 0 },
      { Id: 'b', MessageBody: '\u0001' },
    ],
  });
  const received = await call('ReceiveMessage', {
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 30,
    AttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  const [first, second] = listMessages(received).map(({ ReceiptHandle }) => ReceiptHandle);
  await call('ChangeMessageVisibility', { ReceiptHandle: first, VisibilityTimeout: 60 });
  await call('ChangeMessageVisibilityBatch', {
    Entries: [{ Id: 'a', ReceiptHandle: second, VisibilityTimeout: 7 }],
  });
  await call('DeleteMessage', { ReceiptHandle: first });
  await call('DeleteMessageBatch', { Entries: [{ Id: 'a', ReceiptHandle: second }] });
  await call('ReceiveMessage', { WaitTimeSeconds: 0, VisibilityTimeout: 30 });
  await call('GetQueueAttributes', { AttributeNames: ['All'] });
  await call('SetQueueAttributes', { Attributes: { VisibilityTimeout: '12' } });
  await call('SendMessage', { MessageBody: '' });
  await call('GetQueueUrl', { QueueName: 'nowhere' });
  await call('PurgeQueue');
}

describe('Query calls that accept JSON, through a gateway', () => {
  let world: GatewayWorld;
  const call: Call = (action, input = {}) =>
    callForQueryJson(world.gateway, action, { QueueUrl: world.QueueUrl, ...input });

  beforeEach(async () => {
    world = await openGatewayWorld('json');
  });

  afterEach(() => world.close());

  it('have the same trace as those that get XML', async () => {
    const other = await openGatewayWorld('query');
    await runProgram(
      async (action, input) => {
        const { output } = await other.client.call(action, { QueueUrl: other.QueueUrl, ...input });
        return output;
      },
      ({ Messages }) => Messages as [],
    );
    await runProgram(call, ({ messages }) => messages as []);
    const [expected, events] = await Promise.all([other, world].map((each) => each.readEvents()));
    await other.close();
    assert.deepEqual(events?.map(describeEvent), expected?.map(describeEvent));
    assert.ok(events?.some(({ kind, preview }) => kind === 'sent' && preview === 'two'));
    assert.equal(events?.filter(({ kind }) => kind === 'received').length, 2);
  });

  it('get the messages of a receive in another order, if a fault says so', async () => {
    const bodies = Array.from({ length: 10 }, (_, index) => `"${index}" & <x>`);
    for (const MessageBody of bodies) await call('SendMessage', { MessageBody });
    const queueArn = 'arn:aws:sqs:us-east-1:000000000000:orders';
    await world.control.request(setFaults, { queueArn, faults: { shuffle: true } });
    const { messages } = await call('ReceiveMessage', { MaxNumberOfMessages: 10 });
    const received = (messages as { readonly Body: string }[]).map(({ Body }) => Body);
    assert.notDeepEqual(received, bodies);
    assert.deepEqual(received.toSorted(), bodies);
  });

  it('get queue URLs of the gateway', async () => {
    const { QueueUrl } = await call('GetQueueUrl', { QueueName: 'orders' });
    const { queueUrls } = await call('ListQueues');
    assert.deepEqual([QueueUrl, queueUrls], [world.QueueUrl, [world.QueueUrl]]);
    assert.ok(world.QueueUrl.startsWith(world.gateway.endpoint));
  });
});
