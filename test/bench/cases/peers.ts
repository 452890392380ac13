import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BenchCase, BenchOptions, Figure } from '../benchCase.ts';
import { HttpConnection, sqsRequest } from '../httpConnection.ts';
import { createQueue, fillQueue, measureDrain, runRound, sendRequest } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { median } from '../statistics.ts';

/** Emulators that npm has, with the versions that the figures in docs/performance.md are of. */
const PEERS = { fauxqs: '1.9.2', 'local-aws-sqs': '2.0.2' } as const;
const FOLDER = resolve('.cache/peers');
const MEBIBYTE = 1024 * 1024;
const BODY_BYTES = 1024;

interface Work {
  readonly startMs: number;
  readonly idleMib: number;
  readonly sendsPerSecond: number;
  readonly sendCpuMicros: number;
  readonly drainPerSecond: number;
}

const ROWS: readonly (readonly [what: string, of: (work: Work) => number, unit: string])[] = [
  ['spawn to first answer', ({ startMs }) => startMs, 'ms'],
  ['idle resident set', ({ idleMib }) => idleMib, 'MiB'],
  ['SendMessage 1 KB', ({ sendsPerSecond }) => sendsPerSecond, '/s'],
  ['SendMessage 1 KB, CPU time', ({ sendCpuMicros }) => sendCpuMicros, 'µs'],
  ['receive 10 + delete', ({ drainPerSecond }) => drainPerSecond, 'messages/s'],
];

/** Installs the peers with npm, once, without running scripts of theirs. */
function installPeers(): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), JSON.stringify({ private: true, dependencies: PEERS }));
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, stderr } = spawnSync(npm, ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: FOLDER,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm could not install the peers: ${stderr}`);
}

async function measureFirstAnswer(server: ServerProcess): Promise<number> {
  const startedAt = performance.now();
  const connection = await HttpConnection.open(server.endpoint);
  await connection.send(sqsRequest(server.endpoint, 'ListQueues', {}));
  connection.close();
  return server.readyMs + performance.now() - startedAt;
}

async function measureWork(start: () => Promise<ServerProcess>, { isQuick }: BenchOptions): Promise<Work> {
  const starts: number[] = [];
  for (let round = 0; round < (isQuick ? 1 : 5); round++) {
    const server = await start();
    starts.push(await measureFirstAnswer(server));
    await server.stop('SIGKILL');
  }
  const server = await start();
  const { endpoint } = server;
  await measureFirstAnswer(server);
  const idleMib = server.residentBytes() / MEBIBYTE;
  const send = sendRequest(endpoint, await createQueue(endpoint, 'sends'), BODY_BYTES);
  // No longer: one of them needs ever more time for each message that waits.
  await runRound(endpoint, send, 32, isQuick ? 500 : 1500);
  const cpuBefore = server.cpuMs();
  const { count, perSecond } = await runRound(endpoint, send, 32, isQuick ? 500 : 2000);
  const sendCpuMicros = ((server.cpuMs() - cpuBefore) * 1000) / count;
  const backlog = await createQueue(endpoint, 'drain');
  await fillQueue(endpoint, backlog, isQuick ? 1000 : 10_000, BODY_BYTES);
  // The first ones warm the compiler up.
  await measureDrain(endpoint, backlog, 4, isQuick ? 400 : 4000);
  const drainPerSecond = await measureDrain(endpoint, backlog, 4, isQuick ? 400 : 5000);
  await server.stop('SIGKILL');
  return { startMs: median(starts), idleMib, sendsPerSecond: perSecond, sendCpuMicros, drainPerSecond };
}

/** The same work on this broker and on other emulators, in columns. */
export const peersCase: BenchCase = {
  name: 'peers',
  async run(options): Promise<readonly Figure[]> {
    installPeers();
    const names = Object.keys(PEERS);
    const ours = await measureWork(() => ServerProcess.broker(), options);
    const works = [ours];
    for (const name of names) {
      works.push(
        await measureWork(() => ServerProcess.start(['test/bench/peerServer.mjs', name, FOLDER]), options),
      );
    }
    const format = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 0 });
    return ROWS.map(([what, of, unit]) => ({
      name: `${what}, ${unit}: broker | ${names.join(' | ')}`,
      number: of(ours),
      value: works.map((work) => format(of(work))).join(' | '),
    }));
  },
};
