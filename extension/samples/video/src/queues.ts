import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Region, credentials and endpoint come from the environment, as in any program that runs on AWS. */
export const sqs = new SQSClient();

/** The queue is in queueside.json, with its timeout and its dead-letter queue. */
export async function findQueue(): Promise<string> {
  const { QueueUrl } = await sqs.send(
    new GetQueueUrlCommand({ QueueName: process.env.CLIP_QUEUE ?? 'clips' }),
  );
  if (!QueueUrl) throw new Error('The queue has no URL');
  return QueueUrl;
}
