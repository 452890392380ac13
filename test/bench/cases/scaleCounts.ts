import { measureAtRate } from '../atRate.ts';
import { type BenchCase, type Figure, atMost, figure } from '../benchCase.ts';
import { HttpConnection, callSqs, sqsRequest } from '../httpConnection.ts';
import { inFolder } from '../inFolder.ts';
import { type Message, createQueue, fillQueue, runRound, sendRequest } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { median, percentile } from '../statistics.ts';

const MEBIBYTE = 1024 * 1024;
const BODY_BYTES = 200;

/** CPU time of the broker for one of `count` operations, µs. */
async function measureCpuMicros(
  broker: ServerProcess,
  count: number,
  work: () => Promise<void>,
): Promise<number> {
  const before = broker.cpuMs();
  await work();
  return ((broker.cpuMs() - before) * 1000) / count;
}

/** Receives by tens without deleting. */
async function receiveMany(endpoint: string, queueUrl: string, count: number): Promise<string[]> {
  const receive = sqsRequest(endpoint, 'ReceiveMessage', { QueueUrl: queueUrl, MaxNumberOfMessages: 10 });
  const handles: string[] = [];
  let asked = 0;
  const take = async (): Promise<void> => {
    const connection = await HttpConnection.open(endpoint);
    while (asked < count) {
      asked += 10;
      const { body } = await connection.send(receive);
      const { Messages = [] } = JSON.parse(body.toString()) as { Messages?: Message[] };
      if (Messages.length < 10) throw new Error(`${Messages.length} messages where ten should be`);
      // Enough to change and delete some of them later.
      if (handles.length < 20_000) handles.push(...Messages.map(({ ReceiptHandle }) => ReceiptHandle));
    }
    connection.close();
  };
  await Promise.all([1, 2, 3, 4].map(take));
  return handles;
}

/** Changes the visibility of messages, or deletes them, by tens. */
async function runByTens(
  endpoint: string,
  queueUrl: string,
  action: string,
  handles: readonly string[],
  members: object = {},
): Promise<void> {
  const connection = await HttpConnection.open(endpoint);
  for (let index = 0; index < handles.length; index += 10) {
    const Entries = handles
      .slice(index, index + 10)
      .map((ReceiptHandle, offset) => ({ Id: String(offset), ReceiptHandle, ...members }));
    await callSqs(connection, endpoint, action, { QueueUrl: queueUrl, Entries });
  }
  connection.close();
}

interface InFlightCosts {
  readonly receive: number;
  readonly change: number;
  readonly remove: number;
}

/** Brings a queue to `count` messages in flight, and measures what the last of them cost. */
async function occupy(broker: ServerProcess, name: string, count: number): Promise<InFlightCosts> {
  const { endpoint } = broker;
  const queueUrl = await createQueue(endpoint, name, { VisibilityTimeout: '43200' });
  const measured = 10_000;
  await fillQueue(endpoint, queueUrl, count, BODY_BYTES);
  await receiveMany(endpoint, queueUrl, count - measured);
  let handles: string[] = [];
  const receive = await measureCpuMicros(broker, measured, async () => {
    handles = await receiveMany(endpoint, queueUrl, measured);
  });
  const members = { VisibilityTimeout: 40_000 };
  const change = await measureCpuMicros(broker, handles.length, () =>
    runByTens(endpoint, queueUrl, 'ChangeMessageVisibilityBatch', handles, members),
  );
  const remove = await measureCpuMicros(broker, handles.length, () =>
    runByTens(endpoint, queueUrl, 'DeleteMessageBatch', handles),
  );
  return { receive, change, remove };
}

export const scaleInFlightCase: BenchCase = {
  name: 'scale in flight',
  run: () =>
    inFolder(async (folder) => {
      const broker = await ServerProcess.probedBroker(['--limits', 'relaxed', '--data', folder]);
      await occupy(broker, 'warm', 20_000);
      const few = await occupy(broker, 'few', 20_000);
      const before = broker.residentBytes();
      const many = await occupy(broker, 'many', 1_000_000);
      const growth = (broker.residentBytes() - before) / 1_000_000;
      const { endpoint } = broker;
      const queueUrl = await createQueue(endpoint, 'calm');
      const { result, stalls } = await broker.measureStalls(() =>
        measureAtRate(endpoint, sendRequest(endpoint, queueUrl, BODY_BYTES), 5000),
      );
      await broker.stop();
      return [
        figure('1,000,000 in flight with the journal: memory a message', growth, 'B'),
        figure('receive by tens, CPU time a message, 20,000 in flight', few.receive, 'µs', 1),
        figure('receive by tens, CPU time a message, 1,000,000 in flight', many.receive, 'µs', 1),
        figure('change visibility by tens, 20,000 in flight', few.change, 'µs', 1),
        figure('change visibility by tens, 1,000,000 in flight', many.change, 'µs', 1),
        figure('delete by tens, 20,000 in flight', few.remove, 'µs', 1),
        figure('delete by tens, 1,000,000 in flight', many.remove, 'µs', 1),
        atMost(
          figure(
            'receive + delete, 1,000,000 in flight to 20,000',
            (many.receive + many.remove) / (few.receive + few.remove),
            '×',
            2,
          ),
          1.25,
        ),
        figure('1,000,000 in flight: send at 2,000/s, p99', percentile(result, 0.99), 'ms', 2),
        figure('… longest stall of the event loop', stalls.longestMs, 'ms', 1),
      ];
    }),
};

interface GroupCosts extends InFlightCosts {
  readonly send: number;
}

/** Puts `count` messages into `groups` groups of a FIFO queue, and measures the last sends and the first receives. */
async function useGroups(
  broker: ServerProcess,
  name: string,
  count: number,
  groups: number,
): Promise<GroupCosts> {
  const { endpoint } = broker;
  const queueUrl = await createQueue(endpoint, `${name}.fifo`, {
    FifoQueue: 'true',
    VisibilityTimeout: '43200',
  });
  const measured = 10_000;
  let sent = 0;
  const send = async (until: number): Promise<void> => {
    const connection = await HttpConnection.open(endpoint);
    for (; sent < until; sent += 10) {
      const Entries = Array.from({ length: 10 }, (_, index) => ({
        Id: String(index),
        MessageBody: 'x'.repeat(BODY_BYTES),
        MessageGroupId: `group-${(sent + index) % groups}`,
        MessageDeduplicationId: `${name}-${sent + index}`,
      }));
      await callSqs(connection, endpoint, 'SendMessageBatch', { QueueUrl: queueUrl, Entries });
    }
    connection.close();
  };
  await send(count - measured);
  const sends = await measureCpuMicros(broker, measured, () => send(count));
  // In flight messages keep their groups from others: only as many as there are groups for at least one each.
  let handles: string[] = [];
  const receive = await measureCpuMicros(broker, measured, async () => {
    handles = await receiveMany(endpoint, queueUrl, measured);
  });
  const change = await measureCpuMicros(broker, handles.length, () =>
    runByTens(endpoint, queueUrl, 'ChangeMessageVisibilityBatch', handles, { VisibilityTimeout: 40_000 }),
  );
  const remove = await measureCpuMicros(broker, handles.length, () =>
    runByTens(endpoint, queueUrl, 'DeleteMessageBatch', handles),
  );
  return { send: sends, receive, change, remove };
}

export const scaleGroupsCase: BenchCase = {
  name: 'scale groups',
  async run() {
    const broker = await ServerProcess.broker();
    const count = 400_000;
    await useGroups(broker, 'warm', 50_000, 20_000);
    const few = await useGroups(broker, 'few', count, 20_000);
    const many = await useGroups(broker, 'many', count, 100_000);
    await broker.stop();
    const rows: Figure[] = [];
    for (const what of ['send', 'receive', 'change', 'remove'] as const) {
      rows.push(
        figure(`FIFO ${what} by tens, CPU time a message, 20,000 groups`, few[what], 'µs', 1),
        figure(`FIFO ${what} by tens, CPU time a message, 100,000 groups`, many[what], 'µs', 1),
      );
    }
    const sum = ({ send, receive, change, remove }: GroupCosts): number => send + receive + change + remove;
    return [
      ...rows,
      atMost(figure('all four, 100,000 groups to 20,000', sum(many) / sum(few), '×', 2), 1.25),
    ];
  },
};

export const scaleConnectionsCase: BenchCase = {
  name: 'scale connections',
  async run() {
    const connectionCount = 5000;
    const pollCount = 1000;
    const broker = await ServerProcess.probedBroker();
    const { endpoint } = broker;
    const send = sendRequest(endpoint, await createQueue(endpoint, 'sends'), BODY_BYTES);
    await runRound(endpoint, send, 32, 2000);
    const measureSends = async (): Promise<number> => {
      const cpuBefore = broker.cpuMs();
      const { count } = await runRound(endpoint, send, 32, 2000);
      return ((broker.cpuMs() - cpuBefore) * 1000) / count;
    };
    const alone = median([await measureSends(), await measureSends(), await measureSends()]);
    const before = broker.residentBytes();
    const list = sqsRequest(endpoint, 'ListQueues', {});
    const connections: HttpConnection[] = [];
    for (let index = 0; index < connectionCount; index++) {
      const connection = await HttpConnection.open(endpoint);
      const { status } = await connection.send(list);
      if (status !== 200) throw new Error(`connection ${index}: ${status}`);
      connections.push(connection);
    }
    const queueUrls: string[] = [];
    for (let index = 0; index < pollCount; index++)
      queueUrls.push(await createQueue(endpoint, `poll-${index}`));
    const wakes: number[] = [];
    const sentAt: number[] = [];
    const polls = queueUrls.map(async (queueUrl, index) => {
      const poll = sqsRequest(endpoint, 'ReceiveMessage', { QueueUrl: queueUrl, WaitTimeSeconds: 20 });
      const { body } = await (connections[index] as HttpConnection).send(poll);
      if (body.length < 20) throw new Error(`the long poll of ${queueUrl} ended without a message`);
      wakes.push(performance.now() - (sentAt[index] as number));
    });
    await (connections.at(-1) as HttpConnection).send(list);
    const growth = (broker.residentBytes() - before) / MEBIBYTE;
    const { result: crowded, stalls } = await broker.measureStalls(measureSends);
    const producer = await HttpConnection.open(endpoint);
    for (const [index, queueUrl] of queueUrls.entries()) {
      sentAt.push(performance.now());
      await callSqs(producer, endpoint, 'SendMessage', { QueueUrl: queueUrl, MessageBody: String(index) });
    }
    await Promise.all(polls);
    for (const connection of [producer, ...connections]) connection.close();
    await broker.stop();
    return [
      figure('5,000 connections, 1,000 of them long polls: memory', growth, 'MiB'),
      figure('a send, CPU time, 32 connections', alone, 'µs', 1),
      figure('a send, CPU time, among 5,000 connections', crowded, 'µs', 1),
      atMost(figure('a send, CPU time, among 5,000 to alone', crowded / alone, '×', 2), 1.2),
      figure('… longest stall of the event loop', stalls.longestMs, 'ms', 1),
      figure('1,000 long polls on 1,000 queues: wake, p50', percentile(wakes, 0.5), 'ms', 2),
      atMost(figure('1,000 long polls on 1,000 queues: wake, p99', percentile(wakes, 0.99), 'ms', 2), 5),
    ];
  },
};

export const scaleQueuesCase: BenchCase = {
  name: 'scale queues',
  run: () =>
    inFolder(async (folder) => {
      const broker = await ServerProcess.probedBroker(['--data', folder]);
      const { endpoint } = broker;
      const connection = await HttpConnection.open(endpoint);
      const queueUrls: string[] = [];
      const sendTo = async (urls: readonly string[], count: number): Promise<void> => {
        const requests = urls.map((url) => sendRequest(endpoint, url, BODY_BYTES));
        for (let index = 0; index < count; index++) {
          await connection.send(requests[index % requests.length] as Buffer);
        }
      };
      const first = await createQueue(endpoint, 'first');
      await sendTo([first], 20_000);
      const alone = await measureCpuMicros(broker, 20_000, () => sendTo([first], 20_000));
      const before = broker.residentBytes();
      for (let index = 0; index < 2000; index++)
        queueUrls.push(await createQueue(endpoint, `queue-${index}`));
      const growth = (broker.residentBytes() - before) / 2000 / 1024;
      await sendTo(queueUrls, 20_000);
      const { result: among, stalls } = await broker.measureStalls(() =>
        measureCpuMicros(broker, 20_000, () => sendTo(queueUrls, 20_000)),
      );
      connection.close();
      await broker.stop();
      return [
        figure('2,000 queues: memory a queue', growth, 'KiB', 1),
        figure('a send, CPU time, one queue', alone, 'µs', 1),
        figure('sends to 2,000 queues in turn, CPU time', among, 'µs', 1),
        atMost(figure('sends to 2,000 queues to one', among / alone, '×', 2), 1.25),
        figure('… longest stall of the event loop', stalls.longestMs, 'ms', 1),
      ];
    }),
};
