// Takes one task after the other from the queue, from the producer or from the bucket itself: reads the picture, puts a watermark on it, writes it back, says so in
// a second queue, and only then deletes the task. Ctrl+C or SIGTERM ends it after the current task.
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { readObject, writeObject } from './bucket.js';
import { DONE_QUEUE, openQueue, sqs, TASK_QUEUE } from './queues.js';
import { parseTasks } from './task.js';
import { addWatermark } from './watermark.js';

/** @import { Message } from '@aws-sdk/client-sqs' */

const RETRY_MS = 2_000;

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    log(`${signal}, stopping`);
    stopping.abort();
  });
}

const taskQueue = await openQueue(TASK_QUEUE);
const doneQueue = await openQueue(DONE_QUEUE);
log(`waiting for tasks on ${taskQueue}`);

while (!stopping.signal.aborted) {
  const message = await receiveTask();
  if (message) await handleTask(message);
}
log('stopped');

/**
 * Waits for a task, up to 20 s. One at a time: what takes long is the picture and not the call, and the tasks that stay
 * in the queue are free for other workers.
 *
 * @returns {Promise<Message | undefined>}
 */
async function receiveTask() {
  try {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: taskQueue,
        MaxNumberOfMessages: 1,
        WaitTimeSeconds: 20,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: stopping.signal },
    );
    return Messages?.[0];
  } catch (error) {
    if (stopping.signal.aborted) return undefined;
    log(`could not receive: ${describe(error)}`);
    await sleep(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    return undefined;
  }
}

/**
 * Does one task. A task that fails is not deleted: it becomes visible again when its visibility timeout ends, and a
 * dead-letter queue can catch what never succeeds.
 *
 * @param {Message} message
 */
async function handleTask(message) {
  log(`received ${message.MessageId}, delivery ${message.Attributes?.ApproximateReceiveCount}`);
  try {
    for (const { key, text } of parseTasks(message.Body)) {
      // The message was received and nothing is done yet:
      const picture = await readObject(key); // ← set a breakpoint here
      const result = `watermarked/${key.slice('uploads/'.length)}`;
      await writeObject(result, await addWatermark(picture, text));
      log(`wrote ${result}`);
      await reportDone(message, result);
    }
    await sqs.send(new DeleteMessageCommand({ QueueUrl: taskQueue, ReceiptHandle: message.ReceiptHandle }));
    log(`deleted ${message.MessageId}`);
  } catch (error) {
    log(`failed ${message.MessageId}, it will come back: ${describe(error)}`);
  }
}

/**
 * The queue may deliver a task twice, so this may be said twice: the task's id lets the reader notice.
 *
 * @param {Message} task
 * @param {string} key
 */
async function reportDone(task, key) {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: doneQueue,
      MessageBody: JSON.stringify({ key }),
      MessageAttributes: { TaskId: { DataType: 'String', StringValue: task.MessageId } },
    }),
  );
  log(`reported ${key} to ${DONE_QUEUE}`);
}

/** @param {unknown} error */
function describe(error) {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** @param {string} line */
function log(line) {
  console.log(`worker: ${line}`);
}
