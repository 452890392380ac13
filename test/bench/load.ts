import { HttpConnection, callSqs, sqsRequest } from './httpConnection.ts';

export interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
}

export async function createQueue(
  endpoint: string,
  name: string,
  attributes: Record<string, string> = {},
): Promise<string> {
  const connection = await HttpConnection.open(endpoint);
  const members = { QueueName: name, Attributes: attributes };
  const { QueueUrl } = await callSqs<{ QueueUrl: string }>(connection, endpoint, 'CreateQueue', members);
  connection.close();
  return QueueUrl;
}

/** Opens connections, runs `work` on each until it ends, and closes them. */
async function onConnections(
  endpoint: string,
  count: number,
  work: (connection: HttpConnection) => Promise<void>,
): Promise<void> {
  const connections = await Promise.all(Array.from({ length: count }, () => HttpConnection.open(endpoint)));
  await Promise.all(connections.map(work));
  for (const connection of connections) connection.close();
}

/** What a round of one request, repeated on many connections, came to. */
export interface Round {
  readonly count: number;
  readonly perSecond: number;
}

/** Repeats one request on many connections for a while; requests per second. */
export async function measureRate(
  endpoint: string,
  request: Buffer,
  connections: number,
  durationMs: number,
): Promise<number> {
  return (await runRound(endpoint, request, connections, durationMs)).perSecond;
}

/** Repeats one request on many connections for a while. Throws on an answer that is not 200. */
export async function runRound(
  endpoint: string,
  request: Buffer,
  connections: number,
  durationMs: number,
): Promise<Round> {
  let count = 0;
  const startedAt = performance.now();
  const end = startedAt + durationMs;
  await onConnections(endpoint, connections, async (connection) => {
    while (performance.now() < end) {
      const { status, body } = await connection.send(request);
      if (status !== 200) throw new Error(`${status} ${body.toString()}`);
      count++;
    }
  });
  return { count, perSecond: count / ((performance.now() - startedAt) / 1000) };
}

export function sendRequest(endpoint: string, queueUrl: string, bodyBytes: number): Buffer {
  return sqsRequest(endpoint, 'SendMessage', { QueueUrl: queueUrl, MessageBody: 'x'.repeat(bodyBytes) });
}

/** Fills a queue by batches of ten. */
export async function fillQueue(
  endpoint: string,
  queueUrl: string,
  count: number,
  bodyBytes: number,
): Promise<void> {
  let sent = 0;
  const entries = Array.from({ length: 10 }, (_, index) => ({
    Id: String(index),
    MessageBody: 'x'.repeat(bodyBytes),
  }));
  const request = sqsRequest(endpoint, 'SendMessageBatch', { QueueUrl: queueUrl, Entries: entries });
  await onConnections(endpoint, 8, async (connection) => {
    while (sent < count) {
      sent += entries.length;
      const { status, body } = await connection.send(request);
      if (status !== 200) throw new Error(`${status} ${body.toString()}`);
    }
  });
}

/** Receives and deletes by tens until `count` are gone or the queue is empty; messages per second. */
export async function measureDrain(
  endpoint: string,
  queueUrl: string,
  connections: number,
  count: number,
): Promise<number> {
  return (await drainQueue(endpoint, queueUrl, connections, count)).perSecond;
}

/** Receives and deletes by tens until `count` are gone or the queue is empty. */
export async function drainQueue(
  endpoint: string,
  queueUrl: string,
  connections: number,
  count: number,
): Promise<Round> {
  let drained = 0;
  const receive = sqsRequest(endpoint, 'ReceiveMessage', {
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 0,
  });
  const startedAt = performance.now();
  await onConnections(endpoint, connections, async (connection) => {
    while (drained < count) {
      const { body } = await connection.send(receive);
      const { Messages = [] } = JSON.parse(body.toString()) as { Messages?: Message[] };
      if (Messages.length === 0) return;
      drained += Messages.length;
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await callSqs(connection, endpoint, 'DeleteMessageBatch', { QueueUrl: queueUrl, Entries });
    }
  });
  return { count: drained, perSecond: drained / ((performance.now() - startedAt) / 1000) };
}
