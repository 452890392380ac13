import type { BenchCase, BenchOptions, Figure } from '../benchCase.ts';
import { queryRequest, sqsRequest } from '../httpConnection.ts';
import { createQueue, sendRequest } from '../load.ts';
import { ServerProcess, type Yardstick } from '../serverProcess.ts';
import { compareServers } from '../sideBySide.ts';

const BODY_BYTES = 1024;

/** Measures a request that only the broker understands beside a yardstick, which takes any. */
async function compare(
  name: string,
  options: BenchOptions,
  makeRequest: (endpoint: string, queueUrl: string) => Buffer,
  target?: number,
  yardstick: Yardstick = 'bare',
): Promise<readonly Figure[]> {
  const broker = await ServerProcess.broker();
  const other = await ServerProcess.yardstick(yardstick);
  const request = makeRequest(broker.endpoint, await createQueue(broker.endpoint, 'bench'));
  const figures = await compareServers(
    name,
    { name: 'broker', server: broker, request },
    { name: yardstick, server: other, request },
    options,
    target,
  );
  await Promise.all([broker.stop(), other.stop()]);
  return figures;
}

export const sendCase: BenchCase = {
  name: 'send',
  run: (options) =>
    compare('SendMessage 1 KB', options, (endpoint, url) => sendRequest(endpoint, url, BODY_BYTES), 0.75),
};

/** What the platform allows: the same work, and nothing else. */
export const plainSendCase: BenchCase = {
  name: 'plain send',
  run: (options) =>
    compare(
      'SendMessage 1 KB',
      options,
      (endpoint, url) => sendRequest(endpoint, url, BODY_BYTES),
      undefined,
      'plain',
    ),
};

export const querySendCase: BenchCase = {
  name: 'query send',
  run: (options) =>
    compare('SendMessage 1 KB, Query protocol', options, (endpoint, url) =>
      queryRequest(endpoint, url, 'SendMessage', { MessageBody: 'x'.repeat(BODY_BYTES) }),
    ),
};

export const batchSendCase: BenchCase = {
  name: 'batch send',
  run: (options) =>
    compare('SendMessageBatch 10 × 1 KB', options, (endpoint, url) =>
      sqsRequest(endpoint, 'SendMessageBatch', {
        QueueUrl: url,
        Entries: Array.from({ length: 10 }, (_, index) => ({
          Id: String(index),
          MessageBody: 'x'.repeat(BODY_BYTES),
        })),
      }),
    ),
};

/** The cheapest call there is: what the HTTP front costs without a queue behind it. */
export const frontCase: BenchCase = {
  name: 'front',
  run: (options) =>
    compare('GetQueueUrl', options, (endpoint) =>
      sqsRequest(endpoint, 'GetQueueUrl', { QueueName: 'bench' }),
    ),
};
