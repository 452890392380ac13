import { type BenchCase, type Figure, atLeast, figure } from '../benchCase.ts';
import { HttpConnection, callSqs, sqsRequest } from '../httpConnection.ts';
import { createQueue, measureDrain, measureRate, sendRequest } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { median } from '../statistics.ts';

const DRAINED = 1000;
const SMALL_BACKLOG = 1000;
const BODY_BYTES = 200;

/** Fills a FIFO queue with messages in groups, by batches of ten, each message in the next group. */
async function fillGroups(endpoint: string, queueUrl: string, count: number, groups: number): Promise<void> {
  const connection = await HttpConnection.open(endpoint);
  for (let sent = 0; sent < count; ) {
    const Entries = Array.from({ length: 10 }, (_, index) => ({
      Id: String(index),
      MessageBody: 'x'.repeat(BODY_BYTES),
      MessageGroupId: `group-${(sent + index) % groups}`,
      MessageDeduplicationId: `${process.hrtime.bigint()}-${index}`,
    }));
    await callSqs(connection, endpoint, 'SendMessageBatch', { QueueUrl: queueUrl, Entries });
    sent += Entries.length;
  }
  connection.close();
}

/** Drain rate of a FIFO queue that holds `backlog` messages, messages per second. */
async function measureFifo(
  endpoint: string,
  name: string,
  backlog: number,
  groups: number,
  rounds: number,
): Promise<number> {
  const queueUrl = await createQueue(endpoint, `${name}.fifo`, { FifoQueue: 'true' });
  await fillGroups(endpoint, queueUrl, backlog, groups);
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    rates.push(await measureDrain(endpoint, queueUrl, 1, DRAINED));
    await fillGroups(endpoint, queueUrl, DRAINED, groups);
  }
  return median(rates);
}

export const fifoCase: BenchCase = {
  name: 'fifo',
  async run({ isQuick }) {
    const rounds = isQuick ? 3 : 9;
    const large = isQuick ? 20_000 : 216_000;
    const broker = await ServerProcess.broker();
    const { endpoint } = broker;
    await measureFifo(endpoint, 'warm', SMALL_BACKLOG, 50, rounds);
    const smallRate = await measureFifo(endpoint, 'small', SMALL_BACKLOG, 50, rounds);
    const largeRate = await measureFifo(endpoint, 'large', large, 50, rounds);
    const groupedRate = await measureFifo(endpoint, 'grouped', large, isQuick ? 10_000 : 100_000, rounds);
    await broker.stop();
    const text = large.toLocaleString('en');
    return [
      figure('FIFO receive 10 + delete, 1,000 waiting', smallRate, 'messages/s'),
      figure(`FIFO receive 10 + delete, ${text} waiting`, largeRate, 'messages/s'),
      atLeast(figure('FIFO drain rate, large to small backlog', largeRate / smallRate, '×', 2), 0.9),
      figure(`FIFO, ${text} waiting in 100,000 groups`, groupedRate, 'messages/s'),
    ];
  },
};

export const queuesCase: BenchCase = {
  name: 'queues',
  async run({ isQuick }): Promise<readonly Figure[]> {
    const count = isQuick ? 200 : 2000;
    const durationMs = isQuick ? 500 : 2000;
    const broker = await ServerProcess.broker();
    const { endpoint } = broker;
    const connection = await HttpConnection.open(endpoint);
    const queueUrl = await createQueue(endpoint, 'first');
    const send = sendRequest(endpoint, queueUrl, BODY_BYTES);
    await measureRate(endpoint, send, 8, durationMs);
    const alone = await measureRate(endpoint, send, 8, durationMs);
    const startedAt = performance.now();
    for (let index = 0; index < count; index++) {
      await connection.send(sqsRequest(endpoint, 'CreateQueue', { QueueName: `queue-${index}` }));
    }
    const created = count / ((performance.now() - startedAt) / 1000);
    const among = await measureRate(endpoint, send, 8, durationMs);
    const list = sqsRequest(endpoint, 'ListQueues', { MaxResults: 1000 });
    const lists = await measureRate(endpoint, list, 1, durationMs);
    connection.close();
    await broker.stop();
    const text = count.toLocaleString('en');
    return [
      figure(`CreateQueue, up to ${text} queues`, created, '/s'),
      figure(`ListQueues, 1,000 of ${text}`, 1000 / lists, 'ms', 2),
      figure(`send rate with ${text} queues, to that with one`, among / alone, '×', 2),
    ];
  },
};
