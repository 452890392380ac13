import { type BenchCase, atMost, figure } from '../benchCase.ts';
import { HttpConnection, sqsRequest } from '../httpConnection.ts';
import { createQueue, sendRequest } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { percentile } from '../statistics.ts';

/** ms from sending a message to the answer of a long poll that waits for it, `rounds` times. */
export async function measureWakes(endpoint: string, rounds: number): Promise<number[]> {
  const queueUrl = await createQueue(endpoint, 'wake');
  const consumer = await HttpConnection.open(endpoint);
  const producer = await HttpConnection.open(endpoint);
  const poll = sqsRequest(endpoint, 'ReceiveMessage', { QueueUrl: queueUrl, WaitTimeSeconds: 20 });
  const send = sendRequest(endpoint, queueUrl, 100);
  const latencies: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const polled = consumer.send(poll);
    // The poll is at the server once a call that was sent after it on another connection is answered.
    await producer.send(sqsRequest(endpoint, 'ListQueues', {}));
    const sentAt = performance.now();
    const sent = producer.send(send);
    await polled;
    latencies.push(performance.now() - sentAt);
    await sent;
  }
  consumer.close();
  producer.close();
  return latencies;
}

export const longPollCase: BenchCase = {
  name: 'long poll',
  async run({ isQuick }) {
    const broker = await ServerProcess.broker();
    const latencies = await measureWakes(broker.endpoint, isQuick ? 200 : 2000);
    await broker.stop();
    return [
      atMost(figure('long-poll wake after a send, p50', percentile(latencies, 0.5), 'ms', 2), 1),
      atMost(figure('long-poll wake after a send, p99', percentile(latencies, 0.99), 'ms', 2), 5),
    ];
  },
};
