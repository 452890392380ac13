import assert from 'node:assert/strict';
import { type Answer } from './support/client.ts';
import { describeOverTime, type Suite } from './support/suite.ts';

/* Cases in which the service was seen to answer otherwise than its documentation or other emulators suggest. */

const FIFO = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };

async function sendAll(suite: Suite, QueueUrl: string, bodies: readonly string[]): Promise<void> {
  const isFifo = QueueUrl.endsWith('.fifo');
  for (const MessageBody of bodies) {
    const group = isFifo ? { MessageGroupId: MessageBody.split('-')[0] } : {};
    await suite.send(QueueUrl, { MessageBody, ...group });
  }
}

async function receiveBodies(suite: Suite, QueueUrl: string, input: object): Promise<string[]> {
  return (await suite.receive(QueueUrl, input)).map(({ Body }) => Body as string);
}

describeOverTime('The order of a FIFO queue', (suite) => {
  it('puts groups whose messages were given back behind the others', async () => {
    const queue = await suite.createQueue(FIFO);
    await sendAll(suite, queue, ['g1-m1', 'g2-m1', 'g2-m2', 'g3-m1', 'g1-m2']);
    const now = { VisibilityTimeout: 0 };
    assert.deepEqual(await receiveBodies(suite, queue, { ...now, MaxNumberOfMessages: 3 }), [
      'g1-m1',
      'g1-m2',
      'g2-m1',
    ]);
    assert.deepEqual(await receiveBodies(suite, queue, now), ['g3-m1', 'g1-m1', 'g1-m2', 'g2-m1', 'g2-m2']);
  });

  for (const [title, giveBack] of [
    [
      'its timeout is set to 0',
      (QueueUrl: string, { ReceiptHandle }: Answer['output']) =>
        suite.client.expect('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
    ],
    ['its timeout runs out', () => suite.clock.advance(30_000)],
  ] as const) {
    it(`puts a group behind the others when ${title}`, async () => {
      const queue = await suite.createQueue(FIFO);
      await sendAll(suite, queue, ['g1-m1', 'g2-m1']);
      const [first] = await suite.receive(queue, { MaxNumberOfMessages: 1 });
      assert.ok(first);
      assert.equal(first['Body'], 'g1-m1');
      await giveBack(queue, first);
      assert.deepEqual(await receiveBodies(suite, queue, {}), ['g2-m1', 'g1-m1']);
    });
  }

  it('lets a consumer that gives everything back see all groups', async () => {
    const queue = await suite.createQueue(FIFO);
    await sendAll(suite, queue, ['g1-m1', 'g2-m1', 'g3-m1']);
    const seen = [];
    for (let count = 0; count < 6; count++) {
      seen.push(...(await receiveBodies(suite, queue, { VisibilityTimeout: 0, MaxNumberOfMessages: 1 })));
    }
    assert.deepEqual(seen, ['g1-m1', 'g2-m1', 'g3-m1', 'g1-m1', 'g2-m1', 'g3-m1']);
  });

  it('leaves a group where it was when its first message is deleted', async () => {
    const queue = await suite.createQueue(FIFO);
    await sendAll(suite, queue, ['g1-m1', 'g2-m1', 'g1-m2', 'g2-m2', 'g1-m3', 'g1-m4', 'g3-m1']);
    for (const { ReceiptHandle } of await suite.receive(queue, { MaxNumberOfMessages: 2 })) {
      await suite.client.expect('DeleteMessage', { QueueUrl: queue, ReceiptHandle });
    }
    assert.deepEqual(await receiveBodies(suite, queue, {}), ['g2-m1', 'g2-m2', 'g1-m3', 'g1-m4', 'g3-m1']);
  });
});

describeOverTime('The order of a standard queue', (suite) => {
  it('puts a redelivered message before younger ones, where it was', async () => {
    const queue = await suite.createQueue();
    await sendAll(suite, queue, ['1', '2', '3']);
    const one = { MaxNumberOfMessages: 1 };
    assert.deepEqual(await receiveBodies(suite, queue, one), ['1']);
    assert.deepEqual(await receiveBodies(suite, queue, { ...one, VisibilityTimeout: 10 }), ['2']);
    await sendAll(suite, queue, ['4']);
    await suite.clock.advance(10_000);
    assert.deepEqual(await receiveBodies(suite, queue, { VisibilityTimeout: 0 }), ['2', '3', '4']);
    await suite.clock.advance(20_000);
    assert.deepEqual(await receiveBodies(suite, queue, {}), ['1', '2', '3', '4']);
  });
});

describeOverTime('An older receipt handle of a standard queue', (suite) => {
  it('changes the visibility timeout while a newer receive has the message in flight', async () => {
    const QueueUrl = await suite.createQueue();
    await suite.send(QueueUrl);
    const [older] = await suite.receive(QueueUrl, { VisibilityTimeout: 0 });
    const ReceiptHandle = older?.['ReceiptHandle'];
    assert.equal((await suite.receive(QueueUrl, { VisibilityTimeout: 30 })).length, 1);
    await suite.client.expect('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 60 });
    await suite.clock.advance(59_000);
    assert.deepEqual(await suite.receive(QueueUrl), []);
    await suite.client.expect('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
    assert.equal((await suite.receive(QueueUrl, { VisibilityTimeout: 0 })).length, 1);
    await suite.client.expect('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 60 });
    assert.equal((await suite.receive(QueueUrl)).length, 1, 'a visible message is not hidden by it');
  });
});
