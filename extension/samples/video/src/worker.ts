// Takes one upload after the other from the queue: reads the clip, cuts it into frames, writes them with a poster and a
// preview to the bucket, and only then deletes the message. Ctrl+C or SIGTERM ends it after the current clip.
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteMessageCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { readObject, writeObject } from './bucket.js';
import { cutClip } from './cutClip.js';
import { withHeartbeat } from './heartbeat.js';
import { findQueue, sqs } from './queues.js';
import { readUploads } from './task.js';

const RETRY_MS = 2_000;
/** The argument makes each clip take some seconds longer, as a film would. */
const EXTRA_MS = Number(process.argv[2] ?? 0) * 1_000;

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK']) {
  process.once(signal, () => {
    log(`${signal}, stopping`);
    stopping.abort();
  });
}

const queue = await findQueue();
log(`waiting for clips on ${queue}`);
while (!stopping.signal.aborted) {
  const message = await receiveMessage();
  if (message) await handleMessage(message);
}
log('stopped');

/** Waits for a message, up to 20 s. One at a time: those that stay in the queue are free for other workers. */
async function receiveMessage(): Promise<Message | undefined> {
  try {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue,
        MaxNumberOfMessages: 1,
        WaitTimeSeconds: 20,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }),
      { abortSignal: stopping.signal },
    );
    return Messages?.[0];
  } catch (error) {
    if (stopping.signal.aborted) return undefined;
    log(`could not receive: ${String(error)}`);
    await sleep(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    return undefined;
  }
}

/** A message that fails is not deleted: it is delivered again, and after the third time it goes to the dead-letter queue. */
async function handleMessage(message: Message): Promise<void> {
  log(`received ${message.MessageId}, delivery ${message.Attributes?.ApproximateReceiveCount}`);
  try {
    await withHeartbeat(queue, message, async () => {
      for (const key of readUploads(message.Body)) await handleUpload(key);
    });
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle: message.ReceiptHandle }));
    log(`deleted ${message.MessageId}`);
  } catch (error) {
    log(`failed ${message.MessageId}, it will come back: ${String(error)}`);
  }
}

async function handleUpload(key: string): Promise<void> {
  // The message was received and nothing is done yet:
  const clip = await readObject(key); // ← set a breakpoint here
  const pictures = await cutClip(clip);
  await sleep(EXTRA_MS);
  const folder = `clips/${key.slice('uploads/'.length).replace(/\.\w+$/, '')}`;
  for (const [name, bytes] of Object.entries(pictures)) await writeObject(`${folder}/${name}`, bytes);
  // Last, since it says that all others are there. A clip that is done twice gets the same files.
  const frames = Object.keys(pictures).filter((name) => name.startsWith('frame-')).length;
  await writeObject(`${folder}/clip.json`, Buffer.from(JSON.stringify({ frames, worker: 'TypeScript' })));
  log(`wrote ${folder}: ${frames} frames`);
}

function log(line: string): void {
  console.log(`worker: ${line}`);
}
