import type { BenchCase, BenchOptions, Figure } from '../benchCase.ts';
import { HttpConnection, sqsRequest } from '../httpConnection.ts';
import { installPeers } from '../peerServers.ts';
import { ServerProcess } from '../serverProcess.ts';
import { median, percentile } from '../statistics.ts';

const MEBIBYTE = 1024 * 1024;

interface Starts {
  readonly name: string;
  readonly start: () => Promise<ServerProcess>;
  readonly startMs: number[];
  readonly idleMib: number[];
}

async function measureFirstAnswer(server: ServerProcess): Promise<number> {
  const startedAt = performance.now();
  const connection = await HttpConnection.open(server.endpoint);
  await connection.send(sqsRequest(server.endpoint, 'ListQueues', {}));
  connection.close();
  return server.readyMs + performance.now() - startedAt;
}

async function addStart({ start, startMs, idleMib }: Starts): Promise<void> {
  const server = await start();
  startMs.push(await measureFirstAnswer(server));
  idleMib.push(server.residentBytes() / MEBIBYTE);
  await server.stop('SIGKILL');
}

function describe(what: string, unit: string, name: string, samples: readonly number[]): Figure {
  const [middle, low, high] = [median(samples), percentile(samples, 0.25), percentile(samples, 0.75)].map(
    (value) => value.toLocaleString('en', { maximumFractionDigits: 0 }),
  );
  return {
    name: `${name}, ${what}`,
    number: median(samples),
    value: `${middle} ${unit} (quartiles ${low} to ${high})`,
  };
}

/** Starts this broker and other emulators in turn, so that all see the same weather. */
export const peerStartsCase: BenchCase = {
  name: 'peer starts',
  async run({ isQuick }: BenchOptions): Promise<readonly Figure[]> {
    const contenders = [
      { name: 'this broker', start: () => ServerProcess.broker() },
      ...installPeers().map(({ name, version, start }) => ({ name: `${name} ${version}`, start })),
    ].map((contender): Starts => ({ ...contender, startMs: [], idleMib: [] }));
    for (let round = 0; round < (isQuick ? 1 : 15); round++) {
      for (const contender of contenders) await addStart(contender);
    }
    return [
      ...contenders.map(({ name, startMs }) => describe('spawn to first answer', 'ms', name, startMs)),
      ...contenders.map(({ name, idleMib }) => describe('idle resident set', 'MiB', name, idleMib)),
    ];
  },
};
