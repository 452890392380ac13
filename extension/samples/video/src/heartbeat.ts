import { ChangeMessageVisibilityCommand, type Message } from '@aws-sdk/client-sqs';
import { sqs } from './queues.js';

/** How long a message stays invisible after each beat. As long as the queue's own visibility timeout. */
const VISIBILITY_SECONDS = 30;
/** Often enough that two beats may fail. */
const BEAT_SECONDS = Number(process.env.BEAT_SECONDS ?? VISIBILITY_SECONDS / 3);
/** Work that takes longer hangs: then the message goes to another worker. */
const MAXIMUM_SECONDS = 15 * 60;

/**
 * Keeps a message invisible to other workers while this one works on it. A short visibility timeout with a heartbeat is
 * better than a long one: if this worker is killed, another one gets the message soon.
 */
export async function withHeartbeat<T>(queue: string, message: Message, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const timer = setInterval(() => void beat(), BEAT_SECONDS * 1_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }

  async function beat(): Promise<void> {
    if (performance.now() - start > MAXIMUM_SECONDS * 1_000) return clearInterval(timer);
    try {
      await sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queue,
          ReceiptHandle: message.ReceiptHandle,
          VisibilityTimeout: VISIBILITY_SECONDS,
        }),
      );
      console.log(`worker: still working on ${message.MessageId}`);
    } catch (error) {
      console.log(`worker: could not extend ${message.MessageId}: ${String(error)}`);
    }
  }
}
