import { benchCaller } from '../benchCaller.ts';
import { type BenchCase, figure } from '../benchCase.ts';
import { createEngineDependencies } from '../../../broker/assembly/engineDependencies.ts';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { ManualClock } from '../../../broker/engine/base/clock.ts';
import { createEngine } from '../../../broker/engine/operations/createEngine.ts';
import { createQueue } from '../../../broker/engine/operations/createQueue.ts';
import { receiveMessages } from '../../../broker/engine/operations/receiveMessages.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import { median } from '../statistics.ts';

const BODY = 'x'.repeat(1024);
const COUNT = 20_000;

/** The queues without any front, trace or billing: CPU time of one operation. */
export const engineCase: BenchCase = {
  name: 'engine',
  run({ isQuick }) {
    const engine = createEngine(createEngineDependencies(new ManualClock()), { identityKey: [1, 2, 3, 4] });
    const created = createQueue(engine, { name: 'bench' }, benchCaller);
    if (!created.ok) throw new Error(created.message);
    const queue = created.value;
    const sends: number[] = [];
    const receives: number[] = [];
    for (let round = 0; round < (isQuick ? 3 : 9); round++) {
      sends.push(timeEach(() => sendMessage(engine, queue, { body: BODY }, benchCaller)));
      receives.push(
        timeEach(() => {
          receiveMessages(engine, queue, { waitSeconds: 0 }, benchCaller, (result) => {
            if (!result.ok) throw new Error(result.message);
            deleteMessage(engine, queue, result.value[0]?.receiptHandle, benchCaller);
          });
        }),
      );
    }
    return Promise.resolve([
      figure('engine alone, send 1 KB', median(sends), 'µs', 2),
      figure('engine alone, receive + delete', median(receives), 'µs', 2),
    ]);
  },
};

/** CPU time of one run, µs. */
function timeEach(run: () => void): number {
  const before = process.cpuUsage();
  for (let index = 0; index < COUNT; index++) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / COUNT;
}
