import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import { createQueue, type QueueSummary } from '../../broker/protocol/queue.ts';
import { configureTelemetry, getTelemetry } from '../../broker/protocol/telemetry.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { type OtlpRequest, OtlpReceiver } from '../support/otlpReceiver.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker, type TestBroker } from '../support/testBroker.ts';

describe('Spans for OpenTelemetry', () => {
  let test: TestBroker;
  let client: ControlClient;
  let queue: QueueSummary;
  let receiver: OtlpReceiver;
  let endpoint: string;
  let requests: readonly OtlpRequest[];

  before(async () => {
    receiver = await OtlpReceiver.start();
    ({ endpoint, requests } = receiver);
    test = await startTestBroker();
    client = await openClient(test.info.control);
    queue = await client.request(createQueue, { name: 'tasks' });
  });
  after(async () => {
    await client.close();
    receiver.close();
  });

  const work = async () => {
    const sqs = new SqsProgram(test.info.endpoint);
    const { MessageId } = await sqs.call('SendMessage', {
      QueueUrl: queue.url,
      MessageBody: 'x',
      MessageAttributes: {
        traceparent: {
          DataType: 'String',
          StringValue: '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01',
        },
      },
    });
    const { Messages } = await sqs.call('ReceiveMessage', { QueueUrl: queue.url });
    await sqs.call('DeleteMessage', { QueueUrl: queue.url, ReceiptHandle: Messages[0].ReceiptHandle });
    return MessageId as string;
  };

  it('are not made until an endpoint is set', async () => {
    await work();
    assert.deepEqual(await client.request(getTelemetry, {}), { exportedSpans: 0, failedSpans: 0 });
    assert.deepEqual(requests, []);
  });

  it('follow a message through its life, in the trace of its sender', async () => {
    await client.request(configureTelemetry, { endpoint, headers: { 'x-key': 'secret' } });
    const messageId = await work();
    await client.request(configureTelemetry, {});
    const [request] = requests;
    assert.equal(request?.url, '/v1/traces');
    assert.equal(request.key, 'secret');
    const { spans } = request;
    assert.deepEqual(
      spans.map(({ name }) => name),
      ['send tasks', 'receive tasks', 'process tasks', 'settle tasks'],
    );
    assert.deepEqual(
      spans.map(({ kind }) => kind),
      [4, 3, 5, 3],
    );
    const [sent, ...others] = spans;
    assert.equal(sent?.traceId, '5759e988bd862e3fe1be46a994272793');
    assert.equal(sent.parentSpanId, '53995c3f42cd8ad8');
    for (const span of others) {
      assert.equal(span.traceId, sent.traceId);
      assert.equal(span.parentSpanId, sent.spanId);
      assert.equal(span.links?.[0]?.spanId, sent.spanId);
    }
    const attributes = Object.fromEntries(sent.attributes.map(({ key, value }) => [key, value.stringValue]));
    assert.equal(attributes['messaging.system'], 'aws_sqs');
    assert.equal(attributes['messaging.destination.name'], 'tasks');
    assert.equal(attributes['messaging.operation.type'], 'send');
    assert.equal(attributes['messaging.operation.name'], 'SendMessage');
    assert.equal(attributes['messaging.message.id'], messageId);
    assert.equal((await client.request(getTelemetry, {})).exportedSpans, 4);
  });

  it('end when they are switched off', async () => {
    const before = requests.length;
    await work();
    assert.equal((await client.request(getTelemetry, {})).endpoint, undefined);
    assert.equal(requests.length, before);
  });

  it('go only to web addresses', async () => {
    await assert.rejects(client.request(configureTelemetry, { endpoint: 'file:///etc' }), {
      code: CONTROL_ERROR_CODES.serviceError,
    });
  });
});
