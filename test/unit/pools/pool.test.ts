import assert from 'node:assert/strict';
import type { Pool } from '../../../broker/pools/pool.ts';
import type { PoolProcess } from '../../../broker/protocol/pools.ts';
import { describeRunning, listRunning, PoolWorld } from '../../support/poolWorld.ts';

const MINUTE_MS = 60_000;

describe('A worker pool', () => {
  let world: PoolWorld;
  let pool: Pool;

  const find = (number: number): PoolProcess =>
    pool.describe().processes.find((process) => process.number === number) ??
    assert.fail(`no process ${number}`);
  const end = (number: number, exit: { code?: number; lastLines?: readonly string[] } = {}): void => {
    const process = pool.processes.find(number) ?? assert.fail(`no process ${number}`);
    pool.noteExit(process, { lastLines: [], ...exit });
  };
  /** A pool whose processes have each received once. */
  const runManual = (desired: number, rest = {}): void => {
    pool = world.run({ policy: { type: 'manual' }, desired, ...rest });
    for (const process of listRunning(pool)) world.receive(process);
    world.takeOrders();
  };

  beforeEach(() => {
    world = new PoolWorld();
  });

  describe('while it starts', () => {
    it('orders as many processes as there should be, and counts them as started', () => {
      pool = world.run({ policy: { type: 'manual' }, desired: 3 });
      assert.deepEqual(world.takeOrders(), ['start 1', 'start 2', 'start 3']);
      assert.deepEqual(describeRunning(pool), ['1 starting', '2 starting', '3 starting']);
    });

    it('takes a process into service with its first receive, even if there is no message', () => {
      pool = world.run({ policy: { type: 'manual' }, desired: 1 });
      assert.equal(world.receive(find(1)), 0);
      assert.equal(find(1).state, 'inService');
    });

    it('takes a process into service after its warm-up, if it has one', () => {
      pool = world.run({ policy: { type: 'manual' }, desired: 1, warmup: 60, timeScale: 2 });
      world.receive(find(1));
      world.advance(29_999);
      assert.equal(find(1).state, 'starting');
      world.advance(1);
      assert.equal(find(1).state, 'inService');
    });

    it('starts ten processes at once, and the next ones after a pause', () => {
      pool = world.run({ policy: { type: 'manual' }, desired: 25 });
      const counts = [0, 99, 1, 100].map((ms) => {
        world.advance(ms);
        return world.takeOrders().length;
      });
      assert.deepEqual(counts, [10, 0, 10, 5]);
    });

    it('does not start for a user whom the broker does not know', () => {
      world.unknownUsers.add('eve');
      world.book.put({
        name: 'workers',
        queue: 'orders',
        command: 'x',
        desired: 1,
        policy: { type: 'manual' },
      });
      pool = world.book.find('workers') ?? assert.fail();
      assert.equal(pool.run(world.runner, 'eve').ok, false);
      assert.deepEqual([pool.describe().state, world.takeOrders()], ['idle', []]);
    });
  });

  describe('that gets smaller', () => {
    it('ends processes without messages first, then those with the fewest, then the youngest', () => {
      runManual(4);
      world.send(5);
      world.receive(find(1), 2);
      world.receive(find(2), 1);
      world.receive(find(4), 2);
      const ended: (readonly string[])[] = [];
      for (const desired of [3, 2, 1, 0]) {
        pool.setDesired(desired);
        ended.push(describeRunning(pool).filter((text) => !text.endsWith('inService')));
      }
      assert.deepEqual(ended, [
        ['3 stopping'],
        ['2 draining', '3 stopping'],
        ['2 draining', '3 stopping', '4 draining'],
        ['1 draining', '2 draining', '3 stopping', '4 draining'],
      ]);
    });

    it('gives a drained process no more messages, and SIGTERM when it has none in flight', () => {
      runManual(2);
      world.send(3);
      for (const number of [1, 2]) world.receive(find(number));
      pool.setDesired(0);
      assert.deepEqual(world.takeOrders(), []);
      assert.equal(world.receive(find(1)), 0);
      world.finish(find(1));
      assert.deepEqual(world.takeOrders(), ['stop 1']);
      world.finish(find(2));
      assert.deepEqual(world.takeOrders(), ['stop 2']);
      assert.equal(world.queue.visibleCount, 1);
    });

    it('ends no process that has messages: all finish what they have', () => {
      runManual(3);
      world.send(3);
      for (const number of [1, 2, 3]) world.receive(find(number));
      pool.setDesired(0);
      assert.equal(pool.describe().desired, 0);
      assert.deepEqual(world.takeOrders(), []);
      for (const number of [3, 1, 2]) {
        world.finish(find(number));
        assert.deepEqual(world.takeOrders(), [`stop ${number}`]);
        end(number, { code: 0 });
      }
      assert.deepEqual(
        pool.describe().processes.map(({ state, end: over }) => [state, over?.lostLeases]),
        [
          ['stopped', 0],
          ['stopped', 0],
          ['stopped', 0],
        ],
      );
    });

    it('orders SIGTERM when the grace period of a drained process is over, and SIGKILL after another one', () => {
      runManual(1, { grace: 10 });
      world.send(1);
      world.receive(find(1));
      pool.setDesired(0);
      const orders = [9_999, 1, 9_999, 1].map((ms) => {
        world.advance(ms);
        return world.takeOrders();
      });
      assert.deepEqual(orders, [[], ['stop 1'], [], ['kill 1']]);
      world.advance(MINUTE_MS);
      assert.deepEqual(world.takeOrders(), []);
    });

    it('lets a drained process finish however its messages end', () => {
      runManual(1, { grace: 3600 });
      world.send(1);
      world.receive(find(1));
      pool.setDesired(0);
      // The visibility timeout of the queue.
      world.advance(30_000);
      assert.deepEqual(world.takeOrders(), ['stop 1']);
    });

    it('sends SIGTERM at once as AWS does, and still delivers until the process no longer asks', () => {
      runManual(1, { mode: 'asAws' });
      world.send(2);
      world.receive(find(1));
      pool.setDesired(0);
      assert.deepEqual(world.takeOrders(), ['stop 1']);
      assert.equal(world.receive(find(1)), 1);
    });

    it('never chooses a process that is stopped at a breakpoint, or protected', () => {
      runManual(3, { protection: true });
      pool.setDesired(0);
      assert.deepEqual([pool.describe().desired, world.takeOrders()], [0, []]);
      const [first, second] = [1, 2].map((number) => pool.processes.find(number) ?? assert.fail());
      Object.assign(first ?? {}, { isProtected: false, isPaused: true });
      Object.assign(second ?? {}, { isProtected: false });
      pool.noteProcessChange();
      assert.deepEqual(world.takeOrders(), ['stop 2']);
      Object.assign(first ?? {}, { isPaused: false });
      pool.noteProcessChange();
      assert.deepEqual(world.takeOrders(), ['stop 1']);
      assert.deepEqual(describeRunning(pool), ['1 stopping', '2 stopping', '3 inService']);
    });

    it('stays within its limits, and has no smaller ones than its definition', () => {
      runManual(2, { min: 1, max: 3 });
      pool.setDesired(9);
      assert.equal(pool.describe().desired, 3);
      pool.setDesired(0);
      assert.equal(pool.describe().desired, 1);
    });
  });

  describe('whose processes crash', () => {
    it('starts others after 1, 2, 4 and 8 seconds, and stops with the last lines of the fifth', () => {
      runManual(1);
      for (const [crash, pauseMs] of [1000, 2000, 4000, 8000].entries()) {
        end(crash + 1, { code: 1 });
        world.advance(pauseMs - 1);
        assert.deepEqual(world.takeOrders(), [], `crash ${crash + 1}`);
        world.advance(1);
        assert.deepEqual(world.takeOrders(), [`start ${crash + 2}`]);
      }
      end(5, { code: 1, lastLines: ['Error: no such module'] });
      const { state, failure, crashes, processes } = pool.describe();
      assert.deepEqual({ state, crashes }, { state: 'failed', crashes: 5 });
      assert.match(failure ?? '', /Error: no such module/);
      assert.deepEqual(processes.at(-1)?.end?.lastLines, ['Error: no such module']);
      world.advance(10 * MINUTE_MS);
      assert.deepEqual(world.takeOrders(), []);
    });

    it('counts from the start after a process that was in service for a minute', () => {
      runManual(1);
      for (let number = 1; number <= 8; number++) {
        world.receive(find(number));
        world.advance(MINUTE_MS);
        end(number, { code: 1 });
        world.advance(1000);
      }
      assert.deepEqual([pool.describe().state, pool.describe().crashes], ['running', 8]);
    });

    it('does not count what it has asked for', () => {
      runManual(1);
      pool.kill(pool.processes.find(1) ?? assert.fail());
      end(1, { code: 137 });
      assert.deepEqual(world.takeOrders(), ['kill 1', 'start 2']);
      assert.equal(pool.describe().crashes, 0);
    });

    it('reports the messages that are lost with a process', () => {
      runManual(2);
      world.send(2);
      world.receive(find(1), 2);
      end(1, { code: 1 });
      const { lost, detail } = world.events.at(-1) ?? assert.fail();
      assert.deepEqual([lost.length, detail], [2, 'workers #1 has crashed (exit code 1).']);
      assert.equal(world.queue.inFlightCount, 2);
      world.advance(30_000);
      assert.equal(world.queue.visibleCount, 2);
    });
  });

  describe('with interruptions', () => {
    const interruptedAt = (seed: number): readonly number[] => {
      world = new PoolWorld();
      runManual(3);
      world.send(3);
      for (const number of [1, 2, 3]) world.receive(find(number));
      pool.interrupt({ perHour: 60, seed });
      const times: number[] = [];
      for (let second = 0; second < 600; second++) {
        world.advance(1000);
        for (const order of world.takeOrders()) if (order.startsWith('kill')) times.push(second);
      }
      return times;
    };

    it('kills at the same times for the same seed', () => {
      const times = interruptedAt(7);
      assert.ok(times.length >= 2 && times.length <= 3, `${times.length}`);
      assert.deepEqual(interruptedAt(7), times);
      assert.notDeepEqual(interruptedAt(8), times);
    });

    it('chooses a process in the middle of a message', () => {
      for (let seed = 0; seed < 10; seed++) {
        world = new PoolWorld();
        runManual(5);
        world.send(1);
        world.receive(find(4));
        // Soon enough that the message is still in flight.
        pool.interrupt({ perHour: 3600, seed });
        world.advance(1000 * 10);
        assert.equal(
          world.takeOrders().find((order) => order.startsWith('kill')),
          'kill 4',
        );
      }
    });

    it('ends with the pool', () => {
      runManual(1);
      pool.interrupt({ perHour: 60, seed: 1 });
      pool.stop();
      assert.equal(pool.describe().interruptions, undefined);
    });
  });

  describe('whose queue is deleted', () => {
    it('stays as it is, says so, and decides again once there is such a queue', () => {
      pool = world.run({ queue: 'other', policy: { type: 'keda' }, desired: 1 });
      const [process] = listRunning(pool);
      world.receive(process ?? assert.fail());
      world.advance(10 * MINUTE_MS);
      assert.deepEqual([pool.describe().desired, pool.describe().failure], [1, 'There is no queue other.']);
      const other = world.createQueue('other');
      world.send(20, other);
      world.advance(MINUTE_MS);
      assert.deepEqual([pool.describe().desired, pool.describe().failure], [4, undefined]);
    });
  });

  describe('that is changed while it runs', () => {
    it('moves its size into other limits, in the words of an update', () => {
      runManual(4);
      world.book.put({
        name: 'workers',
        queue: 'orders',
        command: 'other',
        max: 2,
        policy: { type: 'manual' },
      });
      assert.deepEqual([pool.describe().desired, world.takeOrders()], [2, ['stop 4', 'stop 3']]);
      assert.match(
        world.decisions.at(-1)?.cause ?? '',
        /a user request update of AutoScalingGroup constraints to min: 0, max: 2/,
      );
    });

    it('is forgotten after its deletion when its processes have ended', () => {
      runManual(1);
      world.book.delete('workers');
      assert.deepEqual([world.book.all, world.takeOrders()], [[], ['stop 1']]);
      assert.ok(world.book.findRun('workers'));
      end(1);
      world.book.forgetDeleted();
      assert.equal(world.book.findRun('workers'), undefined);
    });
  });

  it('leaves neither a gate nor a timer behind', () => {
    runManual(2);
    world.send(1);
    world.receive(find(1));
    assert.equal(world.engine.gates.size, 2);
    world.book.lose(world.runner);
    assert.equal(world.engine.gates.size, 1, 'one still has a message in flight');
    world.finish(find(1));
    assert.deepEqual([world.engine.gates.size, world.wakesAt, pool.describe().state], [0, undefined, 'idle']);
  });
});
