import assert from 'node:assert/strict';
import { billingChanged, readBilling, resetBilling } from '../../broker/protocol/billing.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker } from '../support/testBroker.ts';

const CHUNK = 65_536;

describe('Accounting over the control channel', () => {
  let client: ControlClient;
  let sqs: SqsProgram;
  let QueueUrl: string;

  before(async () => {
    const { info } = await startTestBroker();
    client = await openClient(info.control);
    sqs = new SqsProgram(info.endpoint);
    ({ QueueUrl } = await sqs.call('CreateQueue', { QueueName: 'orders' }));
  });

  beforeEach(() => client.request(resetBilling, {}));

  const entry = (Id: string, bytes: number) => ({ Id, MessageBody: 'x'.repeat(bytes) });
  const rows: readonly [what: string, action: string, input: () => object, billed: number][] = [
    ['an empty receive', 'ReceiveMessage', () => ({ QueueUrl }), 1],
    ['a call without a queue', 'ListQueues', () => ({}), 1],
    ['a small message', 'SendMessage', () => ({ QueueUrl, MessageBody: 'x' }), 1],
    ['a message of one chunk', 'SendMessage', () => ({ QueueUrl, MessageBody: 'x'.repeat(CHUNK) }), 1],
    ['one byte more', 'SendMessage', () => ({ QueueUrl, MessageBody: 'x'.repeat(CHUNK + 1) }), 2],
    ['1 MiB', 'SendMessage', () => ({ QueueUrl, MessageBody: 'x'.repeat(16 * CHUNK) }), 16],
    [
      'a batch by its sum',
      'SendMessageBatch',
      () => ({ QueueUrl, Entries: [entry('a', CHUNK / 2), entry('b', CHUNK / 2), entry('c', 1)] }),
      2,
    ],
    ['a refused call', 'SendMessage', () => ({ QueueUrl, MessageBody: '' }), 1],
  ];
  for (const [what, action, input, billed] of rows) {
    it(`bills ${what} as ${billed}`, async () => {
      await sqs.call(action, input()).catch(() => undefined);
      const report = await client.request(readBilling, {});
      assert.deepEqual([report.calls, report.billedRequests, report.rows.length], [1, billed, 1]);
      assert.equal(report.rows[0]?.action, action);
      await sqs.call('DeleteQueue', { QueueUrl });
      ({ QueueUrl } = await sqs.call('CreateQueue', { QueueName: `orders-${what.replaceAll(' ', '-')}` }));
    });
  }

  it('bills what is received by its size, and the delete as one', async () => {
    const { QueueUrl: url } = await sqs.call('CreateQueue', { QueueName: 'big' });
    await sqs.call('SendMessage', { QueueUrl: url, MessageBody: 'x'.repeat(4 * CHUNK) });
    const { Messages } = await sqs.call('ReceiveMessage', { QueueUrl: url });
    await sqs.call('DeleteMessage', { QueueUrl: url, ReceiptHandle: Messages[0].ReceiptHandle });
    const { rows: counted } = await client.request(readBilling, {});
    const billed = Object.fromEntries(counted.map((row) => [row.action, row.billedRequests]));
    assert.deepEqual(billed, { CreateQueue: 1, SendMessage: 4, ReceiveMessage: 4, DeleteMessage: 1 });
  });

  it('bills a move task for what it receives, sends and deletes', async () => {
    const dead = await sqs.call('CreateQueue', { QueueName: 'dead' });
    const SourceArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 1 });
    const source = await sqs.call('CreateQueue', { QueueName: 'source', Attributes: { RedrivePolicy } });
    await sqs.call('SendMessage', { QueueUrl: dead.QueueUrl, MessageBody: 'x'.repeat(CHUNK + 1) });
    await client.request(resetBilling, {});
    const counted = client.waitFor(billingChanged, ({ calls }) => calls === 4);
    await sqs.call('StartMessageMoveTask', {
      SourceArn,
      DestinationArn: 'arn:aws:sqs:us-east-1:000000000000:source',
    });
    await counted;
    const { rows: report } = await client.request(readBilling, {});
    const ofTask = report.filter(({ consumerId }) => consumerId === 'message move task');
    assert.deepEqual(
      ofTask.map(({ action, billedRequests }) => [action, billedRequests]),
      [
        ['ReceiveMessage', 2],
        ['SendMessage', 2],
        ['DeleteMessage', 1],
      ],
    );
    assert.ok(source.QueueUrl);
  });

  it('sends new sums to every client, and a reset at once', async () => {
    const counted = client.waitFor(billingChanged, ({ calls }) => calls === 2);
    await sqs.call('ListQueues', {});
    await sqs.call('ListQueues', {});
    assert.equal((await counted).billedRequests, 2);
    const reset = client.waitFor(billingChanged, ({ calls }) => calls === 0);
    await client.request(resetBilling, {});
    await reset;
  });

  it('estimates at the prices that are asked for', async () => {
    await sqs.call('ListQueues', {});
    const { estimate } = await client.request(readBilling, {});
    assert.deepEqual([estimate.prices, estimate.costUsd, estimate.payableUsd], ['tiered', 4e-7, 0]);
    assert.match(estimate.pricesAsOf, /^\d{4}-\d{2}$/);
    const flat = await client.request(readBilling, { prices: 'flat' });
    assert.equal(flat.estimate.costUsd, 5e-7);
  });
});
