import assert from 'node:assert/strict';
import type { Pool } from '../../../broker/pools/pool.ts';
import type { PoolPolicy, PolicyType } from '../../../broker/protocol/poolDefinition.ts';
import { describeRunning, listRunning, POOL, PoolWorld } from '../../support/poolWorld.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Also in: two runs of the same, in test/property/advanceInSlices.test.ts. */
describe('A process of a pool that is ended as AWS does it', () => {
  let world: PoolWorld;
  let pool: Pool;

  beforeEach(() => {
    world = new PoolWorld();
    pool = world.run({ policy: { type: 'manual' }, desired: 2, mode: 'asAws', grace: 30 });
    world.send(6);
    for (const process of listRunning(pool)) world.receive(process);
    world.takeOrders();
  });

  const didOf = (number: number) =>
    world.events.filter(({ process }) => process.number === number).map(({ did }) => did);

  it('gets SIGTERM at once, though it has a message, and messages for as long as it asks for some', () => {
    pool.setDesired(1);
    assert.deepEqual(world.takeOrders(), ['stop 2']);
    const [, second] = listRunning(pool);
    assert.ok(second);
    assert.deepEqual([second.state, second.leases], ['stopping', 1]);
    world.advance(5000);
    assert.equal(world.receive(second, 2), 2);
    assert.equal(listRunning(pool)[1]?.leases, 3);
    assert.ok(didOf(2).includes('receiveLate'), 'the trace says that it does not notice SIGTERM');
  });

  it('loses nothing if it finishes its work and ends', () => {
    pool.setDesired(1);
    const [, second] = listRunning(pool);
    assert.ok(second);
    world.finish(second);
    pool.noteExit(pool.processes.find(2) ?? assert.fail(), { code: 0, lastLines: [] });
    assert.deepEqual(world.takeOrders(), ['stop 2']);
    assert.deepEqual(world.events.at(-1)?.lost, []);
    assert.deepEqual(describeRunning(pool), ['1 inService']);
  });

  it('is killed after its grace period; what it had comes back with its visibility timeout', () => {
    pool.setDesired(1);
    world.takeOrders();
    world.advance(29_999);
    assert.deepEqual(world.takeOrders(), []);
    world.advance(1);
    assert.deepEqual(world.takeOrders(), ['kill 2']);
    assert.ok(didOf(2).includes('ignoreStop'));
    pool.noteExit(pool.processes.find(2) ?? assert.fail(), { signal: 'SIGKILL', lastLines: [] });
    world.advance(MINUTE_MS);
    assert.equal(world.queue.messageCount, 6);
    assert.equal(world.queue.visibleCount, 6);
  });
});

interface Kill {
  readonly order: string;
  readonly second: number;
}

describe('Interruptions with a seed', () => {
  /** @param pass lets a second pass @returns what was killed, with when */
  function interrupt(seed: number, pass: (world: PoolWorld) => void): readonly Kill[] {
    const world = new PoolWorld();
    world.isObedient = true;
    const pool = world.run({ policy: { type: 'manual' }, desired: 4 });
    world.send(8);
    const start = world.clock.now();
    pool.interrupt({ perHour: 60, seed });
    const kills: Kill[] = [];
    while (world.clock.now() < start + HOUR_MS) {
      pass(world);
      for (const order of world.takeOrders()) {
        if (order.startsWith('kill')) kills.push({ order, second: (world.clock.now() - start) / 1000 });
      }
    }
    return kills;
  }
  const inSeconds = (world: PoolWorld): void => world.advance(1000);

  it('end the same processes at the same times in each run', () => {
    const kills = interrupt(7, inSeconds);
    assert.ok(kills.length > 30, `${kills.length} kills`);
    assert.deepEqual(interrupt(7, inSeconds), kills);
    assert.notDeepEqual(interrupt(8, inSeconds), kills);
  });

  it('keep their times when the broker is held up now and then: what is late does not move what follows', () => {
    const late = interrupt(7, (world) => {
      // The machine sleeps for most of each second: timers stop meanwhile.
      world.machine.sleep(900);
      world.machine.run(100);
      world.clock.advance(0);
    });
    const kills = interrupt(7, inSeconds);
    assert.deepEqual(
      late.map(({ order }) => order),
      kills.map(({ order }) => order),
    );
    for (const [place, { second }] of late.entries()) {
      assert.ok(Math.abs(second - (kills[place]?.second ?? 0)) <= 1, `kill ${place} in second ${second}`);
    }
  });

  it('end one process after a long sleep of the machine, and not all that would have been ended meanwhile', () => {
    const world = new PoolWorld();
    const pool = world.run({ policy: { type: 'manual' }, desired: 20 });
    world.advance(1000);
    world.takeOrders();
    pool.interrupt({ perHour: 60, seed: 7 });
    world.machine.sleep(8 * HOUR_MS);
    world.machine.run(1000);
    assert.equal(world.takeOrders().filter((order) => order.startsWith('kill')).length, 1);
  });
});

describe('The type of a policy that is changed in queueside.json while its pool runs', () => {
  const POLICIES: { readonly [T in PolicyType]: Extract<PoolPolicy, { readonly type: T }> } = {
    targetTracking: { type: 'targetTracking', target: 2 },
    step: { type: 'step', alarm: 'depth', steps: [{ lower: 0, adjustment: 1 }] },
    simple: { type: 'simple', alarm: 'depth', adjustment: 1 },
    keda: { type: 'keda', queueLength: 2 },
    scheduled: { type: 'scheduled', actions: [{ recurrence: '* * * * *', desired: 5 }] },
    manual: { type: 'manual' },
  };
  const types = Object.keys(POLICIES) as PolicyType[];

  for (const from of types) {
    for (const to of types.filter((type) => type !== from)) {
      it(`keeps the processes, and works on: ${from} to ${to}`, () => {
        const world = new PoolWorld();
        // 4 processes, and 2 messages for each, are what each of them keeps to.
        world.alarms.set('depth', { state: 'OK', threshold: 10, values: [8] });
        world.send(8);
        const declare = (policy: PoolPolicy, desired: number): void => {
          world.book.setAll('queueside.json', '/folder', [{ ...POOL, min: 4, desired, policy }]);
        };
        declare(POLICIES[from], 4);
        const pool = world.run({ ...POOL, min: 4, desired: 4, policy: POLICIES[from] });
        for (const process of listRunning(pool)) world.receive(process, 0 + 1);
        const before = describeRunning(pool);
        assert.deepEqual(before, ['1 inService', '2 inService', '3 inService', '4 inService']);
        world.takeOrders();
        declare(POLICIES[to], 4);
        assert.deepEqual(
          [pool.describe().state, describeRunning(pool), world.takeOrders()],
          ['running', before, []],
        );
        assert.equal(pool.describe().definition.policy?.type, to);
        world.alarms.set('depth', { state: 'ALARM', threshold: 10, values: [50] });
        world.send(40);
        world.decisions.length = 0;
        world.advance(5 * MINUTE_MS);
        if (to === 'manual') {
          assert.deepEqual(world.decisions, []);
          pool.setDesired(6);
        } else assert.deepEqual(new Set(world.decisions.map(({ policy }) => policy)), new Set([to]));
        assert.ok(pool.describe().desired > 4);
        assert.ok(world.takeOrders().some((order) => order === 'start 5'));
        assert.deepEqual(describeRunning(pool).slice(0, 4), before);
      });
    }
  }
});
