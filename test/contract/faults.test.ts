import assert from 'node:assert/strict';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type SQSServiceException,
} from '@aws-sdk/client-sqs';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { deriveSeed, SeededRandom } from '../../broker/random/seededRandom.ts';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import {
  clearFaults,
  type FaultKind,
  faultsChanged,
  listFaults,
  type QueueFaults,
  setFaults,
} from '../../broker/protocol/faults.ts';
import { createQueue, listQueues, type QueueSummary } from '../../broker/protocol/queue.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { startTestBroker, type TestBroker } from '../support/testBroker.ts';

describe('Faults on demand, seen by the unmodified AWS SDK', () => {
  let test: TestBroker;
  let client: ControlClient;
  let sqs: SQSClient;
  let queue: QueueSummary;
  let count = 0;

  before(async () => {
    test = await startTestBroker();
    client = await openClient(test.info.control);
    sqs = makeSdk(3);
  });
  after(async () => {
    sqs.destroy();
    await client.close();
  });
  beforeEach(async () => {
    queue = await client.request(createQueue, { name: `faulty-${++count}` });
  });
  afterEach(() => client.request(clearFaults, {}));

  const makeSdk = (maxAttempts: number) =>
    new SQSClient({
      endpoint: test.info.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts,
    });
  const set = (faults: QueueFaults, seed = 1) =>
    client.request(setFaults, { queueArn: queue.arn, faults, seed });
  const send = (body: string, by = sqs) =>
    by.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body }));
  const receive = async (maximum = 10) => {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queue.url, MaxNumberOfMessages: maximum }),
    );
    return Messages ?? [];
  };
  const remove = (handle: string | undefined) =>
    sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: handle }));
  /** The faults that the trace has of this queue. */
  const traced = async () => {
    const { events } = await client.request(readTrace, { afterSequence: 0, limit: 1000 });
    return events.filter(({ kind, queueArn }) => kind === 'fault' && queueArn === queue.arn);
  };
  const tracedKinds = async () => (await traced()).map(({ fault }) => fault);

  it('delivers a deleted message once more', async () => {
    await set({ duplicateRate: 1 });
    const { MessageId } = await send('twice');
    for (const expected of [1, 1, 0]) {
      const messages = await receive();
      assert.equal(messages.length, expected);
      for (const { ReceiptHandle } of messages) await remove(ReceiptHandle);
    }
    const [fault] = await traced();
    assert.equal(fault?.fault, 'duplicate');
    assert.equal(fault.messageId, MessageId);
    assert.equal(fault.action, 'DeleteMessage');
  });

  it('shuffles, and repeats the same order for the same seed', async () => {
    const orders: string[][] = [];
    for (const seed of [7, 7, 8]) {
      queue = await client.request(createQueue, { name: `faulty-${++count}` });
      await set({ shuffle: true }, seed);
      for (let n = 0; n < 10; n++) await send(`${n}`);
      orders.push((await receive()).map(({ Body }) => Body as string));
    }
    assert.deepEqual([...(orders[0] ?? [])].sort(), ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    assert.notDeepEqual(orders[0], ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    assert.deepEqual(orders[0], orders[1]);
    assert.notDeepEqual(orders[0], orders[2]);
  });

  it('makes messages visible late', async () => {
    await set({ delayMs: 900_000 });
    await send('late');
    assert.deepEqual(await receive(), []);
    const [fault] = await traced();
    assert.equal(fault?.fault, 'delay');
    assert.ok((fault.timeoutMs ?? 0) > 0);
  });

  it('lets short polls miss available messages', async () => {
    await set({ missRate: 1 });
    await send('there');
    assert.deepEqual(await receive(), []);
    assert.deepEqual(await tracedKinds(), ['miss']);
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 1 }),
    );
    assert.equal(Messages?.[0]?.Body, 'there');
  });

  it('throttles, and the SDK tries again', async () => {
    await set({ throttleRate: 0.5, actions: ['SendMessage'] }, findSeed('throttle'));
    await send('at the second attempt');
    assert.deepEqual(await tracedKinds(), ['throttle']);
    assert.equal((await receive()).length, 1);
  });

  const refusals: readonly [faults: QueueFaults, name: string, status: number][] = [
    [{ throttleRate: 1 }, 'RequestThrottled', 403],
    [{ errorRate: 1 }, 'InternalError', 500],
    [{ errorRate: 1, errorCode: 'OverLimit' }, 'OverLimit', 403],
    [{ errorRate: 1, errorCode: 'ServiceUnavailable' }, 'ServiceUnavailable', 503],
    [{ errorRate: 1, errorCode: 'KmsThrottled' }, 'KmsThrottled', 400],
  ];
  for (const [faults, name, status] of refusals) {
    it(`refuses with ${name} for ${JSON.stringify(faults)}, and does nothing`, async () => {
      await set(faults);
      const once = makeSdk(1);
      await assert.rejects(send('refused', once), (error: SQSServiceException) => {
        assert.equal(error.name, name);
        assert.equal(error.$metadata.httpStatusCode, status);
        return true;
      });
      once.destroy();
      await client.request(clearFaults, {});
      assert.deepEqual(await receive(), []);
      const { events } = await client.request(readTrace, { afterSequence: 0, limit: 1000 });
      const kinds = events.filter(({ queueArn }) => queueArn === queue.arn).map(({ kind }) => kind);
      assert.deepEqual(kinds, ['queueCreated', 'fault', 'rejected', 'emptyReceive']);
    });
  }

  it('hits only the calls that it is for', async () => {
    await set({ errorRate: 1, actions: ['DeleteMessage'] });
    await send('kept');
    const [message] = await receive();
    await assert.rejects(remove(message?.ReceiptHandle));
    const kinds = await traced();
    assert.ok(kinds.every(({ action }) => action === 'DeleteMessage'));
  });

  it('answers late', async () => {
    await set({ slowRate: 1, slowMs: 150 });
    const start = performance.now();
    await send('slow');
    assert.ok(performance.now() - start >= 145);
    assert.deepEqual(await tracedKinds(), ['slow']);
  });

  it('closes the connection after the effect, and the retry of the SDK makes the duplicate', async () => {
    await set({ dropRate: 0.5, actions: ['SendMessage'] }, findSeed('drop'));
    await send('sent twice');
    assert.deepEqual(
      (await receive()).map(({ Body }) => Body),
      ['sent twice', 'sent twice'],
    );
    assert.deepEqual(await tracedKinds(), ['drop']);
  });

  it('counts what was injected, marks the queue, and notifies the sessions', async () => {
    const told = client.waitFor(faultsChanged);
    await set({ missRate: 1 }, 5);
    assert.equal((await told).plans[0]?.seed, 5);
    await send('there');
    await receive();
    const { plans } = await client.request(listFaults, {});
    assert.deepEqual(plans[0]?.injected, { miss: 1 } satisfies Partial<Record<FaultKind, number>>);
    const marked = async () =>
      (await client.request(listQueues, {})).queues.find(({ arn }) => arn === queue.arn)?.hasFaults;
    assert.equal(await marked(), true);
    await set({});
    assert.equal(await marked(), undefined);
    assert.equal((await receive()).length, 1);
  });

  for (const faults of [{ duplicateRate: 0.1 }, { shuffle: true }, { missRate: 1 }] satisfies QueueFaults[]) {
    it(`refuses ${JSON.stringify(faults)} on a FIFO queue`, async () => {
      queue = await client.request(createQueue, {
        name: `faulty-${++count}.fifo`,
        attributes: { FifoQueue: 'true' },
      });
      await assert.rejects(set(faults), { code: CONTROL_ERROR_CODES.serviceError });
    });
  }
});

/** A seed whose first draw is a hit at a rate of one half and whose second is not. */
function findSeed(kind: FaultKind): number {
  for (let seed = 0; ; seed++) {
    const random = new SeededRandom(deriveSeed(seed, kind));
    if (random.happens(0.5) && !random.happens(0.5)) return seed;
  }
}
