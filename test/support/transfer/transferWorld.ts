import { createQueue } from '../../../broker/protocol/queue.ts';
import { readMessages, sendMessages } from '../../../broker/protocol/messages.ts';
import type { BatchedMessage } from '../../../broker/protocol/messages.ts';
import type { MessageDetails } from '../../../broker/protocol/message.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';
import { LocalConnection } from '../../../extension/connections/localConnection.ts';
import type { ListedQueue, PlacedQueue } from '../../../extension/connections/connection.ts';
import { openTestGate } from '../upstream/testGate.ts';
import { startTestBroker } from '../testBroker.ts';
import { openClient } from '../controlClient.ts';

/** A broker of ours, with one queue: as the local broker of a window sees it, and as another window does by Amazon SQS. */
export interface TransferPlace {
  readonly endpoint: string;
  readonly queue: ListedQueue;
  readonly local: PlacedQueue<'peek' | 'change' | 'sendBatch'>;
  readonly gate: ReturnType<typeof openTestGate>;
  fill(messages: readonly BatchedMessage[]): Promise<void>;
  /** Oldest first. */
  read(): Promise<readonly MessageDetails[]>;
}

export async function startPlace(queueName: string): Promise<TransferPlace> {
  const { info } = await startTestBroker();
  const client = await openClient(info.control);
  const isFifo = queueName.endsWith('.fifo');
  const summary = await client.request(createQueue, {
    name: queueName,
    attributes: isFifo ? { FifoQueue: 'true' } : {},
  });
  const queue: ListedQueue = { ...summary };
  const session = {
    state: { kind: 'running', info },
    onDidChangeState: () => ({ dispose: () => undefined }),
    request: client.request.bind(client),
  } as unknown as BrokerClient;
  const connection = new LocalConnection({
    name: 'Local broker',
    session,
    queues: { queues: [queue], findByArn: () => queue, refresh: () => Promise.resolve() } as never,
  } as never);
  return {
    endpoint: info.endpoint,
    queue,
    local: { connection, queue },
    gate: openTestGate(info.endpoint),
    async fill(messages) {
      for (let start = 0; start < messages.length; start += 10)
        await client.request(sendMessages, {
          queueArn: queue.arn,
          messages: messages.slice(start, start + 10),
        });
    },
    async read() {
      const all: MessageDetails[] = [];
      let cursor: string | undefined;
      do {
        const page = await client.request(readMessages, {
          queueArn: queue.arn,
          limit: 1_000,
          ...(cursor !== undefined && { cursor }),
        });
        all.push(...page.messages);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      return all;
    },
  };
}
