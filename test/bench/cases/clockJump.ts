import { createEngineDependencies } from '../../../broker/assembly/engineDependencies.ts';
import { type Clock, ManualClock } from '../../../broker/engine/base/clock.ts';
import { createEngine } from '../../../broker/engine/operations/createEngine.ts';
import { createQueue } from '../../../broker/engine/operations/createQueue.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import { ControllableClock } from '../../../broker/time/clock.ts';
import { TurnWork } from '../../../broker/time/turnWork.ts';
import { ManualMachine } from '../../support/manualMachine.ts';
import { PoolWorld } from '../../support/poolWorld.ts';
import { benchCaller } from '../benchCaller.ts';
import { atMost, type BenchCase, figure, type Figure } from '../benchCase.ts';

const COUNTS = [100_000, 1_000_000];
const MAXIMUM_DELAY_SECONDS = 900;
const DAY_MS = 86_400_000;

/** A queue with so many delayed messages. */
function delayMessages(clock: Clock, count: number) {
  const engine = createEngine(createEngineDependencies(clock), { identityKey: [1, 2, 3, 4] });
  const queue = createQueue(engine, { name: 'delayed' }, benchCaller);
  if (!queue.ok) throw new Error(queue.message);
  for (let number = 0; number < count; number++) {
    const delaySeconds = 1 + (number % MAXIMUM_DELAY_SECONDS);
    sendMessage(engine, queue.value, { body: 'x'.repeat(200), delaySeconds }, benchCaller);
  }
  return queue.value;
}

/** Processor time of one jump over the ends of so many delays, ms: the engine alone, in one piece. */
function measureJump(count: number): number {
  const clock = new ManualClock();
  const queue = delayMessages(clock, count);
  const before = process.cpuUsage();
  clock.advance((MAXIMUM_DELAY_SECONDS + 1) * 1000);
  const { user, system } = process.cpuUsage(before);
  if (queue.visibleCount !== count) throw new Error('The jump did not reach every message.');
  return (user + system) / 1000;
}

/** The longest turn of an advance, and its p99, ms of processor time. */
function measureTurns(
  clock: ControllableClock,
  ms: number,
): { readonly p99: number; readonly longest: number } {
  const aim = clock.advancedMs + ms;
  const turns: number[] = [];
  for (let isThere = false; !isThere; ) {
    const before = process.cpuUsage();
    isThere = clock.advanceTowards(aim, new TurnWork());
    const { user, system } = process.cpuUsage(before);
    turns.push((user + system) / 1000);
  }
  const sorted = turns.toSorted((one, other) => one - other);
  return { p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0, longest: sorted.at(-1) ?? 0 };
}

/** What Advance Clock holds up the calls of programs for. */
function measureStalls(): readonly Figure[] {
  const clock = new ControllableClock(new ManualMachine());
  delayMessages(clock, 100_000);
  const delays = measureTurns(clock, (MAXIMUM_DELAY_SECONDS + 1) * 1000);
  const world = new PoolWorld();
  world.run({ timeScale: 6, policy: { type: 'keda', pollingInterval: 6 } });
  const pool = measureTurns(world.clock, DAY_MS);
  return [
    figure('clock jump: 100,000 delays end, turn p99, CPU time', delays.p99, 'ms', 1),
    figure('clock jump: 100,000 delays end, longest turn, CPU time', delays.longest, 'ms', 1),
    atMost(
      figure('clock jump: a day of a pool that polls each second, turn p99, CPU time', pool.p99, 'ms', 1),
      20,
    ),
    figure(
      'clock jump: a day of a pool that polls each second, longest turn, CPU time',
      pool.longest,
      'ms',
      1,
    ),
  ];
}

/** What Advance Clock costs, and for how long it holds up the broker. */
export const clockJumpCase: BenchCase = {
  name: 'clock jump',
  run({ isQuick }) {
    const counts = isQuick ? COUNTS.slice(0, 1) : COUNTS;
    return Promise.resolve([
      ...counts.map((count) =>
        figure(`clock jump: ${count.toLocaleString('en')} delays end, CPU time`, measureJump(count), 'ms'),
      ),
      ...measureStalls(),
    ]);
  },
};
