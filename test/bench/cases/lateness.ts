import { type BenchCase, atMost, figure } from '../benchCase.ts';
import { HttpConnection, callSqs, sqsRequest } from '../httpConnection.ts';
import { type Message, createQueue, fillQueue } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { percentile } from '../statistics.ts';

const IN_FLIGHT = 100_000;
const SAMPLES = 300;
const VISIBILITY_SECONDS = 2;

/** Takes messages in flight for an hour, so that the heap of timers is full of others. */
async function occupy(endpoint: string, count: number): Promise<void> {
  const queueUrl = await createQueue(endpoint, 'occupied', { VisibilityTimeout: '3600' });
  await fillQueue(endpoint, queueUrl, count, 100);
  const connection = await HttpConnection.open(endpoint);
  const receive = sqsRequest(endpoint, 'ReceiveMessage', { QueueUrl: queueUrl, MaxNumberOfMessages: 10 });
  for (let received = 0; received < count; received += 10) await connection.send(receive);
  connection.close();
}

/** One message received twice: how long after its visibility timeout it came again. */
async function measureLateness(
  connection: HttpConnection,
  endpoint: string,
  queueUrl: string,
): Promise<number> {
  const members = { QueueUrl: queueUrl, WaitTimeSeconds: 20, VisibilityTimeout: VISIBILITY_SECONDS };
  const receive = sqsRequest(endpoint, 'ReceiveMessage', members);
  const sentAt = performance.now();
  await connection.send(receive);
  const receivedAt = performance.now();
  const { body } = await connection.send(receive);
  const elapsed = performance.now() - (sentAt + receivedAt) / 2;
  const { Messages } = JSON.parse(body.toString()) as { Messages: Message[] };
  await callSqs(connection, endpoint, 'DeleteMessage', {
    QueueUrl: queueUrl,
    ReceiptHandle: Messages[0]?.ReceiptHandle,
  });
  return Math.max(0, elapsed - VISIBILITY_SECONDS * 1000);
}

/** How late messages come again, ms. */
export async function measureManyLate(endpoint: string, samples: number): Promise<number[]> {
  const lateness: number[] = [];
  // A queue for each sample; started a few ms apart, so that they are not late because of each other.
  await Promise.all(
    Array.from({ length: samples }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 7));
      const queueUrl = await createQueue(endpoint, `late-${index}`);
      const connection = await HttpConnection.open(endpoint);
      await callSqs(connection, endpoint, 'SendMessage', { QueueUrl: queueUrl, MessageBody: 'x' });
      lateness.push(await measureLateness(connection, endpoint, queueUrl));
      connection.close();
    }),
  );
  return lateness;
}

export const latenessCase: BenchCase = {
  name: 'lateness',
  async run({ isQuick }) {
    const broker = await ServerProcess.broker();
    const { endpoint } = broker;
    const occupied = isQuick ? 10_000 : IN_FLIGHT;
    await occupy(endpoint, occupied);
    const lateness = await measureManyLate(endpoint, isQuick ? 50 : SAMPLES);
    await broker.stop();
    const name = `redelivery lateness, ${occupied.toLocaleString('en')} in flight`;
    return [
      atMost(figure(`${name}, p50`, percentile(lateness, 0.5), 'ms', 2), 2),
      atMost(figure(`${name}, p99`, percentile(lateness, 0.99), 'ms', 2), 10),
    ];
  },
};
