import { type BenchCase, figure } from '../benchCase.ts';
import { HttpConnection, callSqs, sqsRequest } from '../httpConnection.ts';
import { type Message, createQueue, sendRequest } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { percentile } from '../statistics.ts';

const CONSUMERS = 200;

/** 200 consumers that wait by long poll and delete what they get, while one producer sends as fast as they take it. */
export const longPollCrowdCase: BenchCase = {
  name: 'long poll crowd',
  async run({ isQuick }) {
    const broker = await ServerProcess.broker();
    const { endpoint } = broker;
    const queueUrl = await createQueue(endpoint, 'crowd');
    const poll = sqsRequest(endpoint, 'ReceiveMessage', { QueueUrl: queueUrl, WaitTimeSeconds: 20 });
    const send = sendRequest(endpoint, queueUrl, 100);
    const producer = await HttpConnection.open(endpoint);
    const consumers = await Promise.all(
      Array.from({ length: CONSUMERS }, () => HttpConnection.open(endpoint)),
    );
    const total = isQuick ? 2000 : 20_000;
    const latencies: number[] = [];
    const sentAt: number[] = [];
    let taken = 0;
    const end = new Promise<void>((resolve) => {
      for (const consumer of consumers) void consume(consumer, resolve);
    });
    async function consume(consumer: HttpConnection, finish: () => void): Promise<void> {
      while (taken < total) {
        const { body } = await consumer.send(poll);
        const { Messages: [message] = [] } = JSON.parse(body.toString()) as { Messages?: Message[] };
        if (message === undefined) continue;
        latencies.push(performance.now() - (sentAt[taken] as number));
        taken++;
        if (taken >= total) finish();
        const { ReceiptHandle } = message;
        await callSqs(consumer, endpoint, 'DeleteMessage', { QueueUrl: queueUrl, ReceiptHandle });
      }
    }
    const startedAt = performance.now();
    for (let sent = 0; sent < total; sent++) {
      sentAt.push(performance.now());
      await producer.send(send);
    }
    await end;
    const seconds = (performance.now() - startedAt) / 1000;
    for (const connection of [producer, ...consumers]) connection.close();
    await broker.stop();
    return [
      figure('200 long polls: send, wake, delete', total / seconds, 'messages/s'),
      figure('200 long polls: wake, p99', percentile(latencies, 0.99), 'ms', 2),
    ];
  },
};
