import { type BenchCase, atLeast, figure } from '../benchCase.ts';
import { createQueue, fillQueue, measureDrain } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { median } from '../statistics.ts';

const CONNECTIONS = 8;
const BODY_BYTES = 1024;
const SMALL_BACKLOG = 10_000;
const DRAINED = 10_000;

/** Receives and deletes by tens from a backlog; the same number of messages whatever the backlog. */
async function measureAtBacklog(
  endpoint: string,
  name: string,
  backlog: number,
  rounds: number,
): Promise<number[]> {
  const queueUrl = await createQueue(endpoint, name);
  await fillQueue(endpoint, queueUrl, backlog, BODY_BYTES);
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    rates.push(await measureDrain(endpoint, queueUrl, CONNECTIONS, DRAINED));
    await fillQueue(endpoint, queueUrl, DRAINED, BODY_BYTES);
  }
  return rates;
}

export const drainCase: BenchCase = {
  name: 'drain',
  async run({ isQuick }) {
    const largeBacklog = isQuick ? 100_000 : 1_000_000;
    const rounds = isQuick ? 2 : 5;
    const broker = await ServerProcess.broker();
    const { endpoint } = broker;
    await measureAtBacklog(endpoint, 'warm', SMALL_BACKLOG, 1);
    const small = await measureAtBacklog(endpoint, 'small', SMALL_BACKLOG, rounds);
    const large = await measureAtBacklog(endpoint, 'large', largeBacklog, rounds);
    await broker.stop();
    return [
      figure(
        `receive 10 + delete, backlog ${SMALL_BACKLOG.toLocaleString('en')}`,
        median(small),
        'messages/s',
      ),
      figure(
        `receive 10 + delete, backlog ${largeBacklog.toLocaleString('en')}`,
        median(large),
        'messages/s',
      ),
      atLeast(figure('drain rate, large to small backlog', median(large) / median(small), '×', 2), 0.9),
    ];
  },
};
