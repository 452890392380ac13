import assert from 'node:assert/strict';
import { createQueue, type QueueSummary } from '../../broker/protocol/queue.ts';
import { configureTelemetry } from '../../broker/protocol/telemetry.ts';
import { invokeFunction } from '../../broker/protocol/functions.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { TestRunner, type TestRuntime } from '../support/functions/testRunner.ts';
import { OtlpReceiver, type OtlpSpan } from '../support/otlpReceiver.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker } from '../support/testBroker.ts';

const NAME = 'resize';

/** Attributes by their names. */
function read({ attributes }: OtlpSpan): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.boolValue ?? value.intValue]),
  );
}

describe('Spans of invocations for OpenTelemetry', () => {
  let client: ControlClient;
  let queue: QueueSummary;
  let receiver: OtlpReceiver;
  let runner: TestRunner;
  let runtime: TestRuntime;
  let sqs: SqsProgram;

  before(async () => {
    receiver = await OtlpReceiver.start();
    const { info } = await startTestBroker();
    client = await openClient(info.control);
    queue = await client.request(createQueue, { name: 'images' });
    sqs = new SqsProgram(info.endpoint);
    await client.request(configureTelemetry, { endpoint: receiver.endpoint });
    const definition = { name: NAME, runtime: 'nodejs22.x', handler: 'resize.handler' } as const;
    runner = await TestRunner.run(info.control, { ...definition, mappings: [{ queue: 'images' }] });
  });
  after(async () => {
    runner.end();
    sqs.close();
    await client.close();
    receiver.close();
  });

  it('have the conventions for FaaS, and the sends of their messages as links', async () => {
    await sqs.call('SendMessage', { QueueUrl: queue.url, MessageBody: 'x' });
    const started = await runner.start();
    ({ runtime } = started);
    const first = await runtime.next();
    await runtime.answer(first.id, 'null');
    const invoked = client.request(invokeFunction, { name: NAME, payload: '{}' });
    const second = await runtime.next();
    await runtime.answer(second.id, '{"errorType":"TypeError","errorMessage":"no width"}', 'error');
    const asked = runtime.next().catch(() => undefined);
    await invoked;
    await client.request(configureTelemetry, {});
    const spans = receiver.requests.flatMap((request) => request.spans);
    const sent = spans.find(({ name }) => name === 'send images');
    const [byQueue, byUser, ...others] = spans.filter(({ name }) => name === NAME);
    assert.ok(byQueue !== undefined && byUser !== undefined);
    assert.deepEqual(others, []);
    const environment = `${NAME} #${started.environment}`;
    const { 'queueside.billed_ms': billedMs, ...attributes } = read(byQueue);
    assert.ok(Number(billedMs) >= 1);
    assert.deepEqual(attributes, {
      'faas.name': NAME,
      'faas.invocation_id': first.id,
      'faas.coldstart': true,
      'faas.trigger': 'pubsub',
      'faas.instance': environment,
      'faas.max_memory': 134_217_728,
      'messaging.system': 'aws_sqs',
      'messaging.destination.name': 'images',
      'messaging.operation.type': 'process',
      'messaging.batch.message_count': 1,
    });
    assert.deepEqual([byQueue.kind, byQueue.status?.code ?? 0], [5, 0]);
    assert.deepEqual(
      byQueue.links?.map(({ spanId }) => spanId),
      [sent?.spanId],
    );
    assert.deepEqual([byUser.kind, byUser.status?.code, byUser.status?.message], [2, 2, 'no width']);
    const other = read(byUser);
    assert.deepEqual(
      ['faas.invocation_id', 'faas.coldstart', 'faas.trigger', 'error.type', 'messaging.system'].map(
        (key) => other[key],
      ),
      [second.id, false, 'other', 'TypeError', undefined],
    );
    runner.end();
    await asked;
  });
});
