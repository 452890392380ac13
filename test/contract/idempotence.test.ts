import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import { advanceClock } from '../../broker/protocol/clock.ts';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import {
  cancelIdempotenceTest,
  type IdempotenceReport,
  idempotenceProgressed,
  startIdempotenceTest,
} from '../../broker/protocol/idempotence.ts';
import { createQueue, getQueue, type QueueSummary } from '../../broker/protocol/queue.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker, type TestBroker } from '../support/testBroker.ts';

interface Received {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
}

describe('The test of idempotence', () => {
  let test: TestBroker;
  let client: ControlClient;
  let sqs: SqsProgram;
  let tasks: QueueSummary;
  let done: QueueSummary;
  let count = 0;

  before(async () => {
    test = await startTestBroker();
    client = await openClient(test.info.control);
    sqs = new SqsProgram(test.info.endpoint);
  });
  after(() => client.close());
  beforeEach(async () => {
    tasks = await client.request(createQueue, { name: `tasks-${++count}` });
    done = await client.request(createQueue, { name: `done-${count}` });
  });

  const start = (bodies: readonly string[], deliveries = 2) =>
    client.request(startIdempotenceTest, {
      queueArn: tasks.arn,
      messages: bodies.map((body) => ({ body })),
      deliveries,
    });
  /** Works until the queue is empty; `handle` says what to send onward. */
  const consume = async (handle: (body: string) => string | undefined): Promise<string[]> => {
    const order: string[] = [];
    for (;;) {
      const { Messages } = await sqs.call('ReceiveMessage', { QueueUrl: tasks.url });
      const [message] = (Messages ?? []) as Received[];
      if (message === undefined) return order;
      order.push(message.Body);
      const onward = handle(message.Body);
      if (onward !== undefined) await sqs.call('SendMessage', { QueueUrl: done.url, MessageBody: onward });
      await sqs.call('DeleteMessage', { QueueUrl: tasks.url, ReceiptHandle: message.ReceiptHandle });
    }
  };
  const finished = ({ testId }: IdempotenceReport) =>
    client.waitFor(
      idempotenceProgressed,
      (report) => report.testId === testId && report.status !== 'running',
    );
  const BODIES = ['a', 'b', 'c', 'd', 'e', 'f'];

  it('finds a consumer that does everything again', async () => {
    const report = finished(await start(BODIES));
    const order = await consume((body) => `did ${body}`);
    const { status, messages, twiceCount, summary } = await report;
    assert.equal(status, 'done');
    assert.deepEqual(order.toSorted(), [...BODIES, ...BODIES].sort());
    assert.notDeepEqual(order, [...BODIES, ...BODIES]);
    assert.equal(twiceCount, BODIES.length);
    assert.equal(summary, '6 of 6 messages had an effect twice: your consumer is not idempotent.');
    for (const { verdict, deliveries, deletes, effects, repeatedEffects } of messages) {
      assert.deepEqual(
        [verdict, deliveries, deletes, effects.length, repeatedEffects],
        ['twice', 2, 2, 2, 1],
      );
    }
  });

  it('clears a consumer that remembers what it did', async () => {
    const report = finished(await start(BODIES, 3));
    const seen = new Set<string>();
    const order = await consume((body) => {
      if (seen.has(body)) return undefined;
      seen.add(body);
      return `did ${body}`;
    });
    assert.equal(order.length, 18);
    const { twiceCount, messages, summary } = await report;
    assert.equal(twiceCount, 0);
    assert.ok(messages.every(({ verdict, effects }) => verdict === 'once' && effects.length === 1));
    assert.equal(summary, '6 messages processed; no effect happened twice.');
  });

  it('reports that it saw no effects at all', async () => {
    const report = finished(await start(['only']));
    await consume(() => undefined);
    assert.match((await report).summary, /sent no messages meanwhile/);
  });

  it('ends at its time, and takes its messages away', async () => {
    const report = finished(await start(['nobody', 'comes']));
    await client.request(advanceClock, { byMs: 60_000 });
    const { status, messages } = await report;
    assert.equal(status, 'timedOut');
    assert.ok(messages.every(({ verdict }) => verdict === 'failed'));
    assert.equal((await client.request(getQueue, { queueArn: tasks.arn })).counts.visible, 0);
  });

  it('runs once at a time on a queue, and is cancelled', async () => {
    const { testId } = await start(['x']);
    await assert.rejects(start(['y']), { code: CONTROL_ERROR_CODES.serviceError });
    assert.equal((await client.request(cancelIdempotenceTest, { testId })).status, 'cancelled');
    await start(['z']);
    assert.equal((await consume(() => undefined)).length, 2);
  });

  it('keeps the order of a FIFO queue', async () => {
    tasks = await client.request(createQueue, {
      name: `tasks-${count}.fifo`,
      attributes: { FifoQueue: 'true' },
    });
    const started = await client.request(startIdempotenceTest, {
      queueArn: tasks.arn,
      messages: ['1', '2', '3'].map((body) => ({ body, groupId: 'g' })),
    });
    const report = finished(started);
    assert.deepEqual(await consume(() => undefined), ['1', '1', '2', '2', '3', '3']);
    assert.equal((await report).status, 'done');
  });

  it('ends with the connection that asked for it', async () => {
    const visitor = await openClient(test.info.control);
    await visitor.request(startIdempotenceTest, { queueArn: tasks.arn, messages: [{ body: 'x' }] });
    await visitor.close();
    await start(['y']);
    assert.deepEqual(await consume(() => undefined), ['y', 'y']);
  });
});
