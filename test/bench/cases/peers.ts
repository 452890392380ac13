import type { BenchCase, BenchOptions, Figure } from '../benchCase.ts';
import { createQueue, drainQueue, fillQueue, runRound, sendRequest } from '../load.ts';
import { installPeers } from '../peerServers.ts';
import { ServerProcess } from '../serverProcess.ts';
import { percentile } from '../statistics.ts';
import { measureManyLate } from './lateness.ts';
import { measureWakes } from './longPoll.ts';

const BODY_BYTES = 1024;
/** For each part of the work. */
const GIVE_UP_MS = 90_000;

interface Work {
  readonly sendsPerSecond: number;
  readonly sendCpuMicros: number;
  readonly drainCpuMicros: number;
  readonly growthKib: number;
  /** Messages that wait: as many as could be sent in the time. */
  readonly backlog: number;
  readonly backlogCpuMicros: number;
  readonly wakeP50Ms: number;
  readonly wakeP99Ms: number;
  readonly lateP50Ms: number;
  readonly lateP99Ms: number;
}

interface Row {
  readonly what: string;
  readonly of: (work: Work) => number;
  readonly unit: string;
  readonly digits?: number;
}

const ROWS: readonly Row[] = [
  { what: 'SendMessage 1 KB', of: ({ sendsPerSecond }) => sendsPerSecond, unit: '/s' },
  { what: 'SendMessage 1 KB, CPU time', of: ({ sendCpuMicros }) => sendCpuMicros, unit: 'µs' },
  { what: 'growth per waiting message of 1 KB', of: ({ growthKib }) => growthKib, unit: 'KiB', digits: 2 },
  {
    what: 'receive 10 + delete, 10,000 waiting, CPU time',
    of: ({ drainCpuMicros }) => drainCpuMicros,
    unit: 'µs',
    digits: 1,
  },
  { what: 'messages sent by tens within 60 s, up to 200,000', of: ({ backlog }) => backlog, unit: '' },
  {
    what: 'receive 10 + delete, so many waiting, CPU time',
    of: ({ backlogCpuMicros }) => backlogCpuMicros,
    unit: 'µs',
    digits: 1,
  },
  { what: 'long-poll wake, p50', of: ({ wakeP50Ms }) => wakeP50Ms, unit: 'ms', digits: 2 },
  { what: 'long-poll wake, p99', of: ({ wakeP99Ms }) => wakeP99Ms, unit: 'ms', digits: 2 },
  { what: 'redelivery lateness, p50', of: ({ lateP50Ms }) => lateP50Ms, unit: 'ms', digits: 2 },
  { what: 'redelivery lateness, p99', of: ({ lateP99Ms }) => lateP99Ms, unit: 'ms', digits: 2 },
];

/** Gives up after a while: what takes a peer so long is told as no figure. */
async function within<T>(work: Promise<T>, fallback: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(fallback), GIVE_UP_MS);
  });
  // A peer may also answer with an error, or close the connection.
  const result = await Promise.race([work.catch(() => fallback), timeout]);
  clearTimeout(timer);
  return result;
}

/** CPU time of the server for one message that is received and deleted, µs. */
async function measureDrainCpu(server: ServerProcess, queueUrl: string, count: number): Promise<number> {
  // The first ones warm the compiler up.
  await drainQueue(server.endpoint, queueUrl, 4, count);
  const before = server.cpuMs();
  const drained = await drainQueue(server.endpoint, queueUrl, 4, count);
  // One that gives nothing while there are messages has no figure.
  if (drained.count < count) return Number.NaN;
  return ((server.cpuMs() - before) * 1000) / drained.count;
}

async function measureSends(
  server: ServerProcess,
  { isQuick }: BenchOptions,
): Promise<Pick<Work, 'sendsPerSecond' | 'sendCpuMicros' | 'drainCpuMicros'>> {
  const { endpoint } = server;
  const send = sendRequest(endpoint, await createQueue(endpoint, 'sends'), BODY_BYTES);
  // No longer: one of them needs ever more time for each message that waits.
  await runRound(endpoint, send, 32, isQuick ? 500 : 1500);
  const cpuBefore = server.cpuMs();
  const { count, perSecond } = await runRound(endpoint, send, 32, isQuick ? 500 : 2000);
  const sendCpuMicros = ((server.cpuMs() - cpuBefore) * 1000) / count;
  const queueUrl = await createQueue(endpoint, 'drain');
  await fillQueue(endpoint, queueUrl, isQuick ? 1000 : 10_000, BODY_BYTES);
  const drainCpuMicros = await measureDrainCpu(server, queueUrl, isQuick ? 400 : 4000);
  return { sendsPerSecond: perSecond, sendCpuMicros, drainCpuMicros };
}

async function measureBacklog(
  server: ServerProcess,
  { isQuick }: BenchOptions,
): Promise<Pick<Work, 'growthKib' | 'backlog' | 'backlogCpuMicros'>> {
  const { endpoint } = server;
  const queueUrl = await createQueue(endpoint, 'backlog');
  const wanted = isQuick ? 5000 : 200_000;
  const end = performance.now() + (isQuick ? 2000 : 60_000);
  // What the first messages make the process grow by is not theirs: this broker's trace fills up.
  let backlog = isQuick ? 1000 : 120_000;
  await fillQueue(endpoint, queueUrl, backlog, BODY_BYTES);
  const [before, counted] = [server.residentBytes(), backlog];
  while (backlog < wanted && performance.now() < end) {
    await fillQueue(endpoint, queueUrl, 1000, BODY_BYTES);
    backlog += 1000;
  }
  const growthKib = (server.residentBytes() - before) / (backlog - counted) / 1024;
  const backlogCpuMicros = await measureDrainCpu(server, queueUrl, isQuick ? 400 : 5000);
  return { growthKib, backlog, backlogCpuMicros };
}

async function measureWork(start: () => Promise<ServerProcess>, options: BenchOptions): Promise<Work> {
  const onServer = async <T>(work: (server: ServerProcess) => Promise<T>, fallback: T): Promise<T> => {
    const server = await start();
    const result = await within(work(server), fallback);
    await server.stop('SIGKILL');
    return result;
  };
  const none = Number.NaN;
  const sends = await onServer((server) => measureSends(server, options), {
    sendsPerSecond: none,
    sendCpuMicros: none,
    drainCpuMicros: none,
  });
  const backlog = await onServer((server) => measureBacklog(server, options), {
    growthKib: none,
    backlog: none,
    backlogCpuMicros: none,
  });
  const { isQuick } = options;
  const wakes = await onServer(({ endpoint }) => measureWakes(endpoint, isQuick ? 50 : 500), []);
  const late = await onServer(({ endpoint }) => measureManyLate(endpoint, isQuick ? 10 : 100), []);
  return {
    ...sends,
    ...backlog,
    wakeP50Ms: percentile(wakes, 0.5),
    wakeP99Ms: percentile(wakes, 0.99),
    lateP50Ms: percentile(late, 0.5),
    lateP99Ms: percentile(late, 0.99),
  };
}

/** The same work on this broker and on other emulators, in columns. */
export const peersCase: BenchCase = {
  name: 'peers',
  async run(options): Promise<readonly Figure[]> {
    const found = installPeers();
    const ours = await measureWork(() => ServerProcess.broker(), options);
    const works = [ours];
    for (const { start } of found) works.push(await measureWork(start, options));
    const format = (value: number, maximumFractionDigits: number): string =>
      Number.isNaN(value) ? 'none' : value.toLocaleString('en', { maximumFractionDigits });
    console.log(
      `columns: this broker | ${found.map(({ name, version }) => `${name} ${version}`).join(' | ')}`,
    );
    return ROWS.map(({ what, of, unit, digits = 0 }) => ({
      name: unit === '' ? what : `${what}, ${unit}`,
      number: of(ours),
      value: works.map((work) => format(of(work), digits)).join(' | '),
    }));
  },
};
