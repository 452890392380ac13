import { listRunning, PoolWorld } from '../../support/poolWorld.ts';
import { atMost, type BenchCase, figure } from '../benchCase.ts';

const POOLS = 50;
const PROCESSES = 20;
const MINUTES = 60;
const WARM_UP = 100;

/** 50 pools of up to 20 processes, whose queues fill and drain for an hour of the manual clock: how long a turn of their timer takes. */
export const poolsCase: BenchCase = {
  name: 'pools',
  run({ isQuick }) {
    const world = new PoolWorld();
    world.isObedient = true;
    const elapsedMs: number[] = [];
    const cpuMs: number[] = [];
    const { book } = world;
    const wake = book.wake.bind(book);
    book.wake = (work) => {
      const startedAt = performance.now();
      const before = process.cpuUsage();
      wake(work);
      const { user, system } = process.cpuUsage(before);
      elapsedMs.push(performance.now() - startedAt);
      cpuMs.push((user + system) / 1000);
    };
    const pools = Array.from({ length: POOLS }, (_, index) => {
      const queue = world.createQueue(`queue-${index}`);
      const pool = world.run({
        name: `pool-${index}`,
        queue: queue.name,
        max: PROCESSES,
        policy: { type: 'keda' },
      });
      return { queue, pool };
    });
    for (let minute = 0; minute < (isQuick ? MINUTES / 4 : MINUTES); minute++) {
      for (const { queue } of pools) if (minute % 15 < 5) world.send(100, queue);
      world.advance(60_000);
      for (const { queue, pool } of pools) {
        for (const process of listRunning(pool)) {
          world.receive(process, 10, queue);
          world.finish(process, 10, queue);
        }
      }
    }
    // The first turns also compile the code.
    const [elapsed, cpu] = [elapsedMs, cpuMs].map((times) => times.slice(WARM_UP));
    const find = (times: readonly number[] = [], share: number): number =>
      times.toSorted((one, other) => one - other)[Math.ceil(times.length * share) - 1] ?? 0;
    return Promise.resolve([
      atMost(
        figure('50 pools of 20 processes, longest turn of their timer', find(elapsed, 1), 'ms', 1),
        20,
        '≤ 20 ms',
      ),
      figure('… by CPU time of the process, with its collector of garbage', find(cpu, 1), 'ms', 1),
      figure('… p99, by CPU time', find(cpu, 0.99), 'ms', 1),
      figure('… median, by CPU time', find(cpu, 0.5), 'ms', 3),
    ]);
  },
};
