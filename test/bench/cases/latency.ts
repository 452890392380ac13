import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type BenchCase, atMost, figure } from '../benchCase.ts';
import { HttpConnection, sqsRequest } from '../httpConnection.ts';
import { createQueue, fillQueue, sendRequest } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { percentile } from '../statistics.ts';

const RATE_PER_SECOND = 2000;
const CONNECTIONS = 16;
const BODY_BYTES = 1024;

/**
 * Sends requests at a fixed rate, each at its time whether or not the one before is answered, so that a stall of the
 * server is seen by all that should have been served meanwhile. Returns ms from the planned time to the answer.
 */
async function measureAtRate(endpoint: string, request: Buffer, durationMs: number): Promise<number[]> {
  const idle = await Promise.all(Array.from({ length: CONNECTIONS }, () => HttpConnection.open(endpoint)));
  const connections = [...idle];
  const latencies: number[] = [];
  const pending: Promise<void>[] = [];
  const startedAt = performance.now();
  let planned = 0;
  while (performance.now() - startedAt < durationMs) {
    const due = Math.floor(((performance.now() - startedAt) * RATE_PER_SECOND) / 1000);
    for (; planned < due && idle.length > 0; planned++) {
      const connection = idle.pop() as HttpConnection;
      const plannedAt = startedAt + (planned * 1000) / RATE_PER_SECOND;
      pending.push(
        connection.send(request).then(() => {
          latencies.push(performance.now() - plannedAt);
          idle.push(connection);
        }),
      );
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(pending);
  for (const connection of connections) connection.close();
  return latencies;
}

export const latencyCase: BenchCase = {
  name: 'latency',
  async run({ isQuick }) {
    const backlog = isQuick ? 50_000 : 1_000_000;
    const durationMs = isQuick ? 2000 : 10_000;
    const broker = await ServerProcess.broker();
    const { endpoint } = broker;
    const queueUrl = await createQueue(endpoint, 'latency');
    await fillQueue(endpoint, queueUrl, backlog, BODY_BYTES);
    const receive = sqsRequest(endpoint, 'ReceiveMessage', { QueueUrl: queueUrl, MaxNumberOfMessages: 1 });
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    const [sends, receives] = await Promise.all([
      measureAtRate(endpoint, sendRequest(endpoint, queueUrl, BODY_BYTES), durationMs),
      measureAtRate(endpoint, receive, durationMs),
    ]);
    loop.disable();
    await broker.stop();
    const bare = await ServerProcess.yardstick('bare');
    const weather = await Promise.all(
      [1, 2].map(() =>
        measureAtRate(bare.endpoint, sendRequest(bare.endpoint, queueUrl, BODY_BYTES), durationMs),
      ),
    );
    await bare.stop();
    const backlogText = backlog.toLocaleString('en');
    return [
      figure(`send at 2,000/s, backlog ${backlogText}, p50`, percentile(sends, 0.5), 'ms', 2),
      atMost(figure(`send at 2,000/s, backlog ${backlogText}, p99`, percentile(sends, 0.99), 'ms', 2), 10),
      atMost(
        figure(`receive at 2,000/s, backlog ${backlogText}, p99`, percentile(receives, 0.99), 'ms', 2),
        10,
      ),
      figure('slowest of all', Math.max(percentile(sends, 1), percentile(receives, 1)), 'ms', 1),
      figure('bare server at the same rates, p99', percentile(weather.flat(), 0.99), 'ms', 2),
      figure('stall of the measuring process itself, p99', loop.percentile(99) / 1e6, 'ms', 1),
    ];
  },
};
