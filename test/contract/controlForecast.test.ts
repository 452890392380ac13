import assert from 'node:assert/strict';
import { readForecast, SAMPLES_NEEDED } from '../../broker/protocol/forecast.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker } from '../support/testBroker.ts';

const ARN = 'arn:aws:sqs:us-east-1:000000000000:orders';

describe('A forecast over the control channel', () => {
  let client: ControlClient;
  let sqs: SqsProgram;
  let QueueUrl: string;

  before(async () => {
    const { info } = await startTestBroker();
    client = await openClient(info.control);
    sqs = new SqsProgram(info.endpoint);
    ({ QueueUrl } = await sqs.call('CreateQueue', { QueueName: 'orders' }));
  });

  it('measures what a program does, once it did it often enough', async () => {
    await work(10);
    const early = await client.request(readForecast, { queueArn: ARN });
    assert.deepEqual(early.refusal, { kind: 'tooFewSamples' });
    assert.deepEqual(early.samples, { arrivals: 10, handled: 10 });
    await work(SAMPLES_NEEDED - 10);
    const report = await client.request(readForecast, { queueArn: ARN, consumers: 3, windowSeconds: 3600 });
    assert.deepEqual(report.samples, { arrivals: SAMPLES_NEEDED, handled: SAMPLES_NEEDED });
    assert.equal(report.forecast?.plan.consumers, 3);
    assert.equal(report.measured?.consumers, 1);
    // One send, one receive and one delete a message.
    const perDay = 86_400 * (report.measured?.arrivalsPerSecond.value ?? 0);
    assert.ok(Math.abs((report.forecast?.cost.messageRequests ?? 0) / perDay / 3 - 1) < 0.02);
  });

  it('rejects a queue that does not exist', async () =>
    await assert.rejects(client.request(readForecast, { queueArn: `${ARN}2` }), /There is no queue/));

  async function work(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      await sqs.call('SendMessage', { QueueUrl, MessageBody: 'x' });
      const { Messages } = await sqs.call('ReceiveMessage', { QueueUrl });
      await sqs.call('DeleteMessage', { QueueUrl, ReceiptHandle: Messages[0].ReceiptHandle });
    }
  }
});
