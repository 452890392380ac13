import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchCase, type Figure, atMost, figure } from '../benchCase.ts';
import { createQueue, fillQueue } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';

const KIBIBYTE = 1024;
const BODY_BYTES = 1024;
const WARM_UP_MESSAGES = 120_000;

/** Growth of the resident set per waiting message of 1 KB, KiB. */
async function measureGrowth(args: readonly string[], count: number): Promise<number> {
  const broker = await ServerProcess.broker(args);
  const queueUrl = await createQueue(broker.endpoint, 'memory');
  // What the first load makes the process grow by is not the messages': the trace, which keeps 100,000 events, fills up.
  await fillQueue(broker.endpoint, queueUrl, WARM_UP_MESSAGES, BODY_BYTES);
  const before = broker.residentBytes();
  await fillQueue(broker.endpoint, queueUrl, count, BODY_BYTES);
  const growth = broker.residentBytes() - before;
  await broker.stop();
  return growth / count / KIBIBYTE;
}

export const memoryCase: BenchCase = {
  name: 'memory',
  async run({ isQuick }) {
    const count = isQuick ? 50_000 : 500_000;
    const folder = mkdtempSync(join(tmpdir(), 'queueside-bench-'));
    try {
      const figures: Figure[] = [
        atMost(
          figure('growth per waiting 1 KB message, memory', await measureGrowth([], count), 'KiB', 2),
          1.3,
        ),
      ];
      const journal = await measureGrowth(['--durability', 'process', '--data', folder], count);
      figures.push(atMost(figure('growth per waiting 1 KB message, journal', journal, 'KiB', 2), 0.35));
      return figures;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
