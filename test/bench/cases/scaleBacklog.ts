import { measureAtRate } from '../atRate.ts';
import { type BenchCase, type Figure, atLeast, atMost, figure } from '../benchCase.ts';
import { sqsRequest } from '../httpConnection.ts';
import { inFolder } from '../inFolder.ts';
import { createQueue, fillQueue, measureDrain, runRound, sendRequest } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { median, percentile } from '../statistics.ts';

const GIBIBYTE = 1024 ** 3;
const BODY_BYTES = 200;
const SMALL_BACKLOG = 10_000;
const LARGE_BACKLOG = 10_000_000;
const ROUNDS = 5;
const DRAINED = 10_000;

interface Rates {
  readonly sends: number;
  readonly sendCpuMicros: number;
  readonly drain: number;
  readonly drainCpuMicros: number;
}

/** Sends, then receives and deletes, in turn: rates by the clock, and CPU time of the broker for one message. */
async function measureRates(broker: ServerProcess, queueUrl: string, backlog: number): Promise<Rates> {
  const { endpoint } = broker;
  await fillQueue(endpoint, queueUrl, backlog, BODY_BYTES);
  const send = sendRequest(endpoint, queueUrl, BODY_BYTES);
  const samples = {
    sends: [] as number[],
    sendCpu: [] as number[],
    drain: [] as number[],
    drainCpu: [] as number[],
  };
  for (let round = 0; round < ROUNDS; round++) {
    const beforeSends = broker.cpuMs();
    const { count, perSecond } = await runRound(endpoint, send, 32, 1500);
    samples.sends.push(perSecond);
    samples.sendCpu.push(((broker.cpuMs() - beforeSends) * 1000) / count);
    const beforeDrain = broker.cpuMs();
    samples.drain.push(await measureDrain(endpoint, queueUrl, 8, DRAINED));
    samples.drainCpu.push(((broker.cpuMs() - beforeDrain) * 1000) / DRAINED);
  }
  return {
    sends: median(samples.sends),
    sendCpuMicros: median(samples.sendCpu),
    drain: median(samples.drain),
    drainCpuMicros: median(samples.drainCpu),
  };
}

/** The latency of a bare server at the same rates: what of the latency is the machine's. */
async function measureWeather(queueUrl: string): Promise<Figure> {
  const bare = await ServerProcess.yardstick('bare');
  const send = sendRequest(bare.endpoint, queueUrl, BODY_BYTES);
  const latencies = await Promise.all([1, 2].map(() => measureAtRate(bare.endpoint, send, 5000)));
  await bare.stop();
  return figure('bare server at the same rates, p99', percentile(latencies.flat(), 0.99), 'ms', 2);
}

/** Latency at 2,000 sends and receives a second, and how long the event loop stood still. */
async function measureCalm(broker: ServerProcess, queueUrl: string): Promise<readonly Figure[]> {
  const { endpoint } = broker;
  const receive = sqsRequest(endpoint, 'ReceiveMessage', { QueueUrl: queueUrl, MaxNumberOfMessages: 1 });
  const { result, stalls } = await broker.measureStalls(() =>
    Promise.all([
      measureAtRate(endpoint, sendRequest(endpoint, queueUrl, BODY_BYTES), 10_000),
      measureAtRate(endpoint, receive, 10_000),
    ]),
  );
  const [sends, receives] = result;
  return [
    figure('10,000,000 waiting: send at 2,000/s, p50', percentile(sends, 0.5), 'ms', 2),
    atMost(figure('10,000,000 waiting: send at 2,000/s, p99', percentile(sends, 0.99), 'ms', 2), 10),
    atMost(figure('10,000,000 waiting: receive at 2,000/s, p99', percentile(receives, 0.99), 'ms', 2), 10),
    figure('10,000,000 waiting: longest stall of the event loop', stalls.longestMs, 'ms', 1),
    figure('… of it the longest garbage collection', stalls.longestCollectionMs, 'ms', 1),
  ];
}

/** 10,000,000 messages of 200 bytes with the journal on: memory, rates beside those of a small backlog, recovery. */
export const scaleBacklogCase: BenchCase = {
  name: 'scale backlog',
  run: () =>
    inFolder(async (folder) => {
      const args = ['--durability', 'process', '--data', folder];
      const broker = await ServerProcess.probedBroker(args);
      const { endpoint } = broker;
      const queueUrl = await createQueue(endpoint, 'small');
      // The first round warms the compiler up.
      await measureRates(broker, queueUrl, SMALL_BACKLOG);
      const small = await measureRates(broker, queueUrl, SMALL_BACKLOG);
      const largeUrl = await createQueue(endpoint, 'large');
      const startedAt = performance.now();
      const cpuBefore = broker.cpuMs();
      await fillQueue(endpoint, largeUrl, LARGE_BACKLOG, BODY_BYTES);
      const fillSeconds = (performance.now() - startedAt) / 1000;
      const fillCpuMicros = ((broker.cpuMs() - cpuBefore) * 1000) / LARGE_BACKLOG;
      const full = broker.residentBytes() / GIBIBYTE;
      const large = await measureRates(broker, largeUrl, 0);
      const calm = await measureCalm(broker, largeUrl);
      const after = broker.residentBytes() / GIBIBYTE;
      await broker.stop();
      const weather = await measureWeather(largeUrl);
      const reader = await ServerProcess.broker(args);
      const recoveryCpuMs = reader.cpuMs();
      const recovered = reader.residentBytes() / GIBIBYTE;
      await reader.stop();
      return [
        figure('10,000,000 sent by tens', LARGE_BACKLOG / fillSeconds, 'messages/s'),
        figure('… CPU time a message', fillCpuMicros, 'µs', 1),
        atMost(figure('10,000,000 waiting: resident set', full, 'GiB', 2), 3),
        atMost(figure('… after sends, receives and deletes', after, 'GiB', 2), 3),
        figure('send, CPU time, 10,000 waiting', small.sendCpuMicros, 'µs', 1),
        figure('send, CPU time, 10,000,000 waiting', large.sendCpuMicros, 'µs', 1),
        atLeast(figure('… to that, by CPU time', small.sendCpuMicros / large.sendCpuMicros, '×', 2), 0.9),
        figure('… by the clock on the wall', large.sends / small.sends, '×', 2),
        figure('receive 10 + delete, CPU time a message, 10,000 waiting', small.drainCpuMicros, 'µs', 1),
        figure('receive 10 + delete, CPU time a message, 10,000,000', large.drainCpuMicros, 'µs', 1),
        atLeast(figure('… to that, by CPU time', small.drainCpuMicros / large.drainCpuMicros, '×', 2), 0.9),
        figure('… by the clock on the wall', large.drain / small.drain, '×', 2),
        ...calm,
        weather,
        figure('recovery of 10,000,000 messages of 200 bytes', reader.readyMs / 1000, 's', 1),
        figure('… CPU time', recoveryCpuMs / 1000, 's', 1),
        atMost(figure('… resident set afterwards', recovered, 'GiB', 2), 3),
      ];
    }),
};
