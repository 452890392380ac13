import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchCase, atLeast, figure } from '../benchCase.ts';
import { createQueue, measureRate, sendRequest } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { alternate, median, medianRatio } from '../statistics.ts';

const CONNECTIONS = 32;
const BODY_BYTES = 1024;

/** One broker with a journal of its own, and what a round of sends cost it. */
interface Side {
  readonly broker: ServerProcess;
  readonly folder: string;
  /** CPU time of the broker for each request, µs, one entry for each round. */
  readonly costs: number[];
  /** Requests a second. */
  readonly measure: () => Promise<number>;
}

async function startSide(environment: Record<string, string>, isQuick: boolean): Promise<Side> {
  const folder = mkdtempSync(join(tmpdir(), 'queueside-bench-'));
  const broker = await ServerProcess.broker(['--data', folder], environment);
  const { endpoint } = broker;
  const request = sendRequest(endpoint, await createQueue(endpoint, 'bench'), BODY_BYTES);
  const seconds = isQuick ? 1 : 3;
  const costs: number[] = [];
  const measure = async (): Promise<number> => {
    const before = broker.cpuMs();
    const rate = await measureRate(endpoint, request, CONNECTIONS, seconds * 1000);
    costs.push(((broker.cpuMs() - before) * 1000) / (rate * seconds));
    return rate;
  };
  return { broker, folder, costs, measure };
}

/** What sealing costs a send over HTTP: on the wall clock, and in CPU time, which the rest of the machine disturbs less. */
export const encryptionCase: BenchCase = {
  name: 'encryption',
  run: async ({ isQuick }) => {
    const sealed = await startSide({ QUEUESIDE_MASTER_KEY: randomBytes(32).toString('base64') }, isQuick);
    const plain = await startSide({}, isQuick);
    const sides = [sealed, plain];
    try {
      await alternate(1, sealed.measure, plain.measure);
      for (const { costs } of sides) costs.length = 0;
      const { first, second } = await alternate(isQuick ? 2 : 5, sealed.measure, plain.measure);
      return [
        figure('SendMessage 1 KB, encrypted', median(first), '/s'),
        figure('SendMessage 1 KB, journal in the clear', median(second), '/s'),
        figure('broker CPU for a send, encrypted', median(sealed.costs), 'µs', 1),
        figure('broker CPU for a send, in the clear', median(plain.costs), 'µs', 1),
        figure('CPU in the clear to encrypted, ratio', medianRatio(plain.costs, sealed.costs), '×', 2),
        atLeast(figure('encryption to none, ratio', medianRatio(first, second), '×', 2), 0.85),
      ];
    } finally {
      for (const { broker, folder } of sides) {
        await broker.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    }
  },
};
