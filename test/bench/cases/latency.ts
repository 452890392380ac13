import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type BenchCase, atMost, figure } from '../benchCase.ts';
import { measureAtRate } from '../atRate.ts';
import { sqsRequest } from '../httpConnection.ts';
import { createQueue, fillQueue, sendRequest } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { percentile } from '../statistics.ts';

const BODY_BYTES = 1024;

export const latencyCase: BenchCase = {
  name: 'latency',
  async run({ isQuick }) {
    const backlog = isQuick ? 50_000 : 1_000_000;
    const durationMs = isQuick ? 2000 : 10_000;
    const broker = await ServerProcess.probedBroker();
    const { endpoint } = broker;
    const queueUrl = await createQueue(endpoint, 'latency');
    await fillQueue(endpoint, queueUrl, backlog, BODY_BYTES);
    const receive = sqsRequest(endpoint, 'ReceiveMessage', { QueueUrl: queueUrl, MaxNumberOfMessages: 1 });
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    const {
      result: [sends, receives],
      stalls,
    } = await broker.measureStalls(() =>
      Promise.all([
        measureAtRate(endpoint, sendRequest(endpoint, queueUrl, BODY_BYTES), durationMs),
        measureAtRate(endpoint, receive, durationMs),
      ]),
    );
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
      atMost(figure('longest stall of the event loop meanwhile', stalls.longestMs, 'ms', 1), 20),
      figure('… of it the longest garbage collection', stalls.longestCollectionMs, 'ms', 1),
      figure('bare server at the same rates, p99', percentile(weather.flat(), 0.99), 'ms', 2),
      figure('stall of the measuring process itself, p99', loop.percentile(99) / 1e6, 'ms', 1),
    ];
  },
};
