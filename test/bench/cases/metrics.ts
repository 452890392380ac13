import { createEngineDependencies } from '../../../broker/assembly/engineDependencies.ts';
import { createMetrics } from '../../../broker/assembly/createMetrics.ts';
import { ManualClock } from '../../../broker/engine/base/clock.ts';
import { createEngine } from '../../../broker/engine/operations/createEngine.ts';
import { createQueue } from '../../../broker/engine/operations/createQueue.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import { benchCaller } from '../benchCaller.ts';
import { type BenchCase, atMost, figure } from '../benchCase.ts';
import { createQueue as createQueueOf, runRound, sendRequest } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { alternate, median } from '../statistics.ts';

const BODY_BYTES = 1024;
const BODY = 'x'.repeat(BODY_BYTES);
const SENDS = 20_000;
/** As many as a busy broker takes, so that seconds and minutes end as often as they do there. */
const SENDS_PER_MS = 10;
const CONNECTIONS = 32;

/** CPU time of a send without any front, µs. */
function startSends(isMeasured: boolean): () => Promise<number> {
  const clock = new ManualClock();
  const engine = createEngine(createEngineDependencies(clock), { identityKey: [1, 2, 3, 4] });
  if (isMeasured)
    createMetrics(engine, undefined, (error) => {
      throw error;
    });
  // A broker has other listeners too.
  else engine.onEvent(() => undefined);
  const created = createQueue(engine, { name: 'bench' }, benchCaller);
  if (!created.ok) throw new Error(created.message);
  const queue = created.value;
  return () => {
    const before = process.cpuUsage();
    for (let index = 0; index < SENDS; index++) {
      if (index % SENDS_PER_MS === 0) clock.advance(1);
      sendMessage(engine, queue, { body: BODY }, benchCaller);
    }
    const { user, system } = process.cpuUsage(before);
    clock.advance(engine.limits.purgeIntervalMs);
    purgeQueue(engine, queue, benchCaller);
    return Promise.resolve((user + system) / SENDS);
  };
}

/** CPU time that a whole broker takes for a send, µs. */
async function measureWholeSend(isQuick: boolean): Promise<number> {
  const broker = await ServerProcess.broker();
  const request = sendRequest(broker.endpoint, await createQueueOf(broker.endpoint, 'bench'), BODY_BYTES);
  await runRound(broker.endpoint, request, CONNECTIONS, 1000);
  const costs: number[] = [];
  for (let round = 0; round < (isQuick ? 2 : 5); round++) {
    const before = broker.cpuMs();
    const { count } = await runRound(broker.endpoint, request, CONNECTIONS, isQuick ? 1000 : 3000);
    costs.push(((broker.cpuMs() - before) * 1000) / count);
  }
  await broker.stop();
  return median(costs);
}

/** What the metrics of a queue cost a send: pairs of rounds, without and with them. */
export const metricsCase: BenchCase = {
  name: 'metrics',
  async run({ isQuick }) {
    const [without, measured] = [startSends(false), startSends(true)];
    await alternate(3, without, measured);
    const { first, second } = await alternate(isQuick ? 5 : 30, without, measured);
    const added = median(second.map((micros, pair) => micros - (first[pair] ?? Number.NaN)));
    const whole = await measureWholeSend(isQuick);
    return [
      figure('metrics, what they add to a send, CPU time', added, 'µs', 3),
      atMost(
        figure('metrics, share of a SendMessage 1 KB, CPU time', (added / (whole - added)) * 100, '%', 2),
        2,
      ),
    ];
  },
};
