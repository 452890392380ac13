// Uploads pictures and asks for each to be watermarked.
//
//   node producer.js                   every picture that is in bucket/uploads
//   node producer.js photo.jpg …       uploads these first; the bucket then sends a task for each as well
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { listObjects, readObject, writeObject } from './bucket.js';
import { openQueue, sqs, TASK_QUEUE } from './queues.js';

const files = process.argv.slice(2);
const keys = files.length > 0 ? await Promise.all(files.map(upload)) : await listObjects('uploads');

const taskQueue = await openQueue(TASK_QUEUE);
for (const key of keys) {
  const messageId = await sendTask(key);
  console.log(`producer: sent task ${messageId} for ${key}`);
}

/** @param {string} file */
async function upload(file) {
  const key = `uploads/${basename(file)}`;
  await writeObject(key, await readFile(file));
  console.log(`producer: uploaded ${key}`);
  return key;
}

/**
 * The message names the picture instead of holding it: a message is at most 1 MiB, and every 64 KiB cost a request.
 *
 * @param {string} key
 */
async function sendTask(key) {
  const { byteLength } = await readObject(key);
  const { MessageId } = await sqs.send(
    new SendMessageCommand({
      QueueUrl: taskQueue,
      MessageBody: JSON.stringify({ key, text: 'Made in a queue' }),
      MessageAttributes: {
        Format: { DataType: 'String', StringValue: extname(key).slice(1) },
        Bytes: { DataType: 'Number', StringValue: String(byteLength) },
      },
    }),
  );
  return MessageId;
}
