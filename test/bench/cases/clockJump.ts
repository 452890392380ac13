import { createEngineDependencies } from '../../../broker/assembly/engineDependencies.ts';
import { ManualClock } from '../../../broker/engine/base/clock.ts';
import { createEngine } from '../../../broker/engine/operations/createEngine.ts';
import { createQueue } from '../../../broker/engine/operations/createQueue.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import { benchCaller } from '../benchCaller.ts';
import { type BenchCase, figure } from '../benchCase.ts';

const COUNTS = [100_000, 1_000_000];
const MAXIMUM_DELAY_SECONDS = 900;

/** Processor time of one jump over the ends of so many delays, ms: the engine alone, in one piece. */
function measureJump(count: number): number {
  const clock = new ManualClock();
  const engine = createEngine(createEngineDependencies(clock), { identityKey: [1, 2, 3, 4] });
  const queue = createQueue(engine, { name: 'delayed' }, benchCaller);
  if (!queue.ok) throw new Error(queue.message);
  for (let number = 0; number < count; number++) {
    const delaySeconds = 1 + (number % MAXIMUM_DELAY_SECONDS);
    sendMessage(engine, queue.value, { body: 'x'.repeat(200), delaySeconds }, benchCaller);
  }
  const before = process.cpuUsage();
  clock.advance((MAXIMUM_DELAY_SECONDS + 1) * 1000);
  const { user, system } = process.cpuUsage(before);
  if (queue.value.visibleCount !== count) throw new Error('The jump did not reach every message.');
  return (user + system) / 1000;
}

/** What Advance Clock holds up the broker for. */
export const clockJumpCase: BenchCase = {
  name: 'clock jump',
  run({ isQuick }) {
    const counts = isQuick ? COUNTS.slice(0, 1) : COUNTS;
    return Promise.resolve(
      counts.map((count) =>
        figure(`clock jump: ${count.toLocaleString('en')} delays end, CPU time`, measureJump(count), 'ms'),
      ),
    );
  },
};
