import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Region, credentials and endpoint come from the environment, as in any program that runs on AWS. */
export const sqs = new SQSClient();

export const TASK_QUEUE = process.env.TASK_QUEUE ?? 'image-tasks';
export const DONE_QUEUE = process.env.DONE_QUEUE ?? 'image-done';

/**
 * Finds a queue, or makes it: whoever comes first creates it, everybody else gets the same URL.
 *
 * @param {string} name
 * @returns {Promise<string>} the queue's URL
 */
export async function openQueue(name) {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  if (!QueueUrl) throw new Error(`No URL for the queue ${name}`);
  return QueueUrl;
}
