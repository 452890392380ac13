import { type BenchCase, atLeast, figure } from '../benchCase.ts';
import { HttpConnection } from '../httpConnection.ts';
import { REQUEST_ID } from '../runtimeEvent.ts';
import { ServerProcess } from '../serverProcess.ts';
import { median, medianRatio } from '../statistics.ts';

const BASE = '/2018-06-01/runtime/invocation';
const RESULT = '{"batchItemFailures":[]}';

interface Samples {
  readonly perSecond: number[];
  /** CPU time of the server for one event and its result, µs. */
  readonly cpuMicros: number[];
}

/** Ten environments that get an event and respond, without a queue behind them. */
export const runtimeApiCase: BenchCase = {
  name: 'Runtime API',
  async run({ isQuick }) {
    const durationMs = isQuick ? 1000 : 3000;
    const broker = await ServerProcess.start(['out/bench/runtimeServer.mjs']);
    const bare = await ServerProcess.start(['out/bench/bareRuntimeServer.mjs']);
    const ours: Samples = { perSecond: [], cpuMicros: [] };
    const theirs: Samples = { perSecond: [], cpuMicros: [] };
    for (const server of [broker, bare]) await addSample(server, emptySamples(), durationMs);
    for (let round = 0; round < (isQuick ? 2 : 5); round++) {
      await addSample(broker, ours, durationMs);
      await addSample(bare, theirs, durationMs);
    }
    await Promise.all([broker.stop(), bare.stop()]);
    return [
      figure('Runtime API, event and response', median(ours.perSecond), '/s'),
      figure('same exchanges, bare server', median(theirs.perSecond), '/s'),
      figure('Runtime API, to bare server, rate', medianRatio(ours.perSecond, theirs.perSecond), '×', 2),
      figure('Runtime API, event and response, CPU time', median(ours.cpuMicros), 'µs', 1),
      figure('same exchanges, CPU time, bare server', median(theirs.cpuMicros), 'µs', 1),
      atLeast(
        figure(
          'Runtime API, to bare server, CPU time',
          medianRatio(theirs.cpuMicros, ours.cpuMicros),
          '×',
          2,
        ),
        0.75,
      ),
    ];
  },
};

function emptySamples(): Samples {
  return { perSecond: [], cpuMicros: [] };
}

async function addSample(server: ServerProcess, samples: Samples, durationMs: number): Promise<void> {
  const before = server.cpuMs();
  const startedAt = performance.now();
  const end = startedAt + durationMs;
  const counts = await Promise.all(server.endpoints.map((endpoint) => runEnvironment(endpoint, end)));
  const count = counts.reduce((sum, each) => sum + each, 0);
  samples.perSecond.push(count / ((performance.now() - startedAt) / 1000));
  samples.cpuMicros.push(((server.cpuMs() - before) * 1000) / count);
}

/** A runtime whose function does nothing. @returns how many events it got */
async function runEnvironment(endpoint: string, end: number): Promise<number> {
  const { host } = new URL(endpoint);
  const next = Buffer.from(`GET ${BASE}/next HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  const result = Buffer.from(
    `POST ${BASE}/${REQUEST_ID}/response HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${RESULT.length}\r\n\r\n${RESULT}`,
  );
  const connection = await HttpConnection.open(endpoint);
  let count = 0;
  for (; performance.now() < end; count++) {
    for (const [request, expected] of [
      [next, 200],
      [result, 202],
    ] as const) {
      const { status, body } = await connection.send(request);
      if (status !== expected) throw new Error(`${status} ${body.toString()}`);
    }
  }
  connection.close();
  return count;
}
