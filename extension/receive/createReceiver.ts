import { getQueue } from '../../broker/protocol/queue.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { SqsReceiver, type SqsReceiverOptions } from './sqsReceiver.ts';

interface Parts extends Pick<SqsReceiverOptions, 'findKeys'> {
  readonly session: BrokerClient;
  readonly queues: { findByArn(arn: string): { readonly url: string } | undefined };
  readonly clock: { readonly now: number };
}

/** Receives from the local broker. */
export function createReceiver({ session, queues, clock, findKeys }: Parts): SqsReceiver {
  return new SqsReceiver({
    session,
    findQueueUrl: (arn) => queues.findByArn(arn)?.url,
    readQueueTimeout: async (queueArn) => {
      const { attributes } = await session.request(getQueue, { queueArn });
      return Number(attributes['VisibilityTimeout'] ?? 0);
    },
    findKeys,
    readNow: () => clock.now,
  });
}
