import { type BenchOptions, type Figure, atLeast, figure } from './benchCase.ts';
import { runRound } from './load.ts';
import type { ServerProcess, Yardstick } from './serverProcess.ts';
import { median, medianRatio } from './statistics.ts';

export interface Contender {
  /** `broker`, or the yardstick's. */
  readonly name: 'broker' | Yardstick;
  readonly server: ServerProcess;
  readonly request: Buffer;
}

interface Samples {
  readonly perSecond: number[];
  /** CPU time of the server for one request, µs. */
  readonly cpuMicros: number[];
}

const CONNECTIONS = 32;

async function addSample(
  { server, request }: Contender,
  samples: Samples,
  durationMs: number,
): Promise<void> {
  const before = server.cpuMs();
  const { count, perSecond } = await runRound(server.endpoint, request, CONNECTIONS, durationMs);
  samples.perSecond.push(perSecond);
  samples.cpuMicros.push(((server.cpuMs() - before) * 1000) / count);
}

/**
 * Runs a request against the broker and one against a yardstick in turn, so that both see the same weather. Two
 * ratios come of it: by the clock on the wall, which other programs on the machine disturb, and by CPU time, which they
 * disturb less.
 */
export async function compareServers(
  name: string,
  broker: Contender,
  yardstick: Contender,
  { isQuick }: BenchOptions,
  target?: number,
): Promise<readonly Figure[]> {
  const durationMs = isQuick ? 1000 : 3000;
  const ours: Samples = { perSecond: [], cpuMicros: [] };
  const theirs: Samples = { perSecond: [], cpuMicros: [] };
  for (const contender of [broker, yardstick])
    await runRound(contender.server.endpoint, contender.request, CONNECTIONS, durationMs);
  for (let round = 0; round < (isQuick ? 2 : 5); round++) {
    await addSample(broker, ours, durationMs);
    await addSample(yardstick, theirs, durationMs);
  }
  const ratio = figure(
    `${name}, to ${yardstick.name} server, rate`,
    medianRatio(ours.perSecond, theirs.perSecond),
    '×',
    2,
  );
  const cpuRatio = figure(
    `${name}, to ${yardstick.name} server, CPU time`,
    medianRatio(theirs.cpuMicros, ours.cpuMicros),
    '×',
    2,
  );
  return [
    figure(`${name}, broker`, median(ours.perSecond), '/s'),
    figure(`same request, ${yardstick.name} server`, median(theirs.perSecond), '/s'),
    target === undefined ? ratio : atLeast(ratio, target),
    figure(`${name}, CPU time, broker`, median(ours.cpuMicros), 'µs', 1),
    figure(`same request, CPU time, ${yardstick.name} server`, median(theirs.cpuMicros), 'µs', 1),
    target === undefined ? cpuRatio : atLeast(cpuRatio, target),
  ];
}
