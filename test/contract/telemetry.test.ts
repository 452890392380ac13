import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import { advanceClock } from '../../broker/protocol/clock.ts';
import { createQueue, type QueueSummary } from '../../broker/protocol/queue.ts';
import { configureTelemetry, getTelemetry } from '../../broker/protocol/telemetry.ts';
import { Telemetry } from '../../broker/telemetry/telemetry.ts';
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
    assert.deepEqual(await client.request(getTelemetry, {}), {
      exportedSpans: 0,
      failedSpans: 0,
      exportedDataPoints: 0,
      failedDataPoints: 0,
    });
    assert.deepEqual(requests, []);
  });

  it('follow a message through its life, in the trace of its sender', async () => {
    await client.request(configureTelemetry, { endpoint, headers: { 'x-key': 'secret' } });
    const messageId = await work();
    await client.request(configureTelemetry, {});
    const request = requests.find(({ url }) => url === '/v1/traces');
    assert.equal(request?.key, 'secret');
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

  it('come with the metrics of the queues that were used, each minute and at the end', async () => {
    const from = requests.length;
    const sent = () => requests.slice(from).filter(({ url }) => url === '/v1/metrics');
    await client.request(createQueue, { name: 'never-used' });
    await client.request(configureTelemetry, { endpoint });
    await client.request(advanceClock, { byMs: 60_000 });
    await receiver.until(() => sent().length === 1);
    // However many minutes pass at once, two exports: at the first of them, and when that is done.
    await client.request(advanceClock, { byMs: 600_000 });
    await receiver.until(() => sent().length >= 2);
    const { exportedDataPoints } = await client.request(configureTelemetry, {});
    const [first] = sent();
    const last = sent().at(-1);
    assert.ok(sent().length <= 4, `${sent().length} exports`);
    const metrics = new Map(last?.metrics.map((metric) => [metric.name, metric]));
    assert.deepEqual(
      [...metrics.keys()].slice(0, 3),
      ['visible', 'not_visible', 'delayed'].map((state) => `aws.sqs.approximate_number_of_messages_${state}`),
    );
    const deleted = metrics.get('aws.sqs.number_of_messages_deleted')?.sum;
    assert.deepEqual([deleted?.isMonotonic, deleted?.aggregationTemporality], [true, 2]);
    const [point, ...others] = deleted?.dataPoints ?? [];
    assert.deepEqual([point?.asInt, others], [3, []]);
    assert.deepEqual(
      Object.fromEntries(point?.attributes.map(({ key, value }) => [key, value.stringValue]) ?? []),
      {
        'messaging.system': 'aws_sqs',
        'messaging.destination.name': 'tasks',
        'cloud.region': 'us-east-1',
        'cloud.account.id': '000000000000',
      },
    );
    const size = metrics.get('aws.sqs.sent_message_size');
    assert.equal(size?.unit, 'By');
    assert.deepEqual(
      size.histogram?.dataPoints.map(({ count, sum }) => [count, sum]),
      [[3, 219]],
    );
    const [at, later] = [first, last].map((request) =>
      Number(request?.metrics[0]?.gauge?.dataPoints[0]?.timeUnixNano),
    ) as [number, number];
    assert.ok(later - at >= 600e9, `${later - at} ns of the broker's clock`);
    const count = sent().reduce((sum, { metrics: [...all] }) => sum + all.length, 0);
    assert.ok(exportedDataPoints >= 2 * (count / 3), `${exportedDataPoints} of ${count}`);
  });

  it('are exported once when two windows set an endpoint at once', async () => {
    let followers = 0;
    const recorder = {
      onRecord: () => {
        followers += 1;
        return () => {
          followers -= 1;
        };
      },
      contentOf: () => undefined,
    };
    const clock = { now: () => 0, addWaker: () => () => undefined };
    const onDefect = (error: unknown) => assert.fail(String(error));
    const telemetry = new Telemetry(recorder, test.broker.names, { clock, readMetrics: () => [], onDefect });
    await Promise.all([1, 2].map(() => telemetry.configure({ endpoint })));
    assert.equal(followers, 1);
    await telemetry.end();
    assert.equal(followers, 0);
  });

  it('go only to web addresses', async () => {
    await assert.rejects(client.request(configureTelemetry, { endpoint: 'file:///etc' }), {
      code: CONTROL_ERROR_CODES.serviceError,
    });
  });
});
