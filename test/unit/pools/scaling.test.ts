import assert from 'node:assert/strict';
import type { Pool } from '../../../broker/pools/pool.ts';
import type { PoolPolicy } from '../../../broker/protocol/poolDefinition.ts';
import { describeRunning, listRunning, PoolWorld } from '../../support/poolWorld.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const STEP: PoolPolicy = {
  type: 'step',
  alarm: 'high',
  steps: [{ lower: 0, adjustment: 1 }],
};

describe('Pools over time', () => {
  let world: PoolWorld;

  beforeEach(() => {
    world = new PoolWorld();
    world.isObedient = true;
  });

  /** Every process receives and finishes one message each second. */
  function work(pool: Pool, seconds: number): void {
    for (let second = 0; second < seconds; second++) {
      for (const process of listRunning(pool)) {
        world.receive(process);
        world.finish(process);
      }
      world.advance(SECOND_MS);
    }
  }

  it('go from 0 to 1 process with the first message, and back after the cooldown, not before', () => {
    const pool = world.run({ policy: { type: 'keda' } });
    world.advance(10 * MINUTE_MS);
    assert.equal(world.decisions.length, 0);
    world.send(1);
    world.advance(30 * SECOND_MS);
    assert.deepEqual(describeRunning(pool), ['1 inService']);
    const seenAt = world.clock.now();
    work(pool, 1);
    world.advance(5 * MINUTE_MS);
    const [up, down] = world.decisions;
    assert.deepEqual([up?.from, up?.to, down?.from, down?.to], [0, 1, 1, 0]);
    assert.ok((down?.at ?? 0) - seenAt >= MINUTE_MS && (down?.at ?? 0) - seenAt <= 90 * SECOND_MS);
    assert.deepEqual(describeRunning(pool), []);
  });

  it('start more consumers while a backlog waits, and end them when it is gone, with nothing lost', () => {
    const pool = world.run({ max: 4, policy: { type: 'keda', queueLength: 5 } });
    world.send(200);
    work(pool, 600);
    assert.equal(Math.max(...world.decisions.map(({ to }) => to)), 4);
    assert.deepEqual([world.queue.messageCount, pool.describe().desired], [0, 0]);
    assert.ok(world.events.every(({ lost }) => lost.length === 0));
  });

  it('keep the backlog of each process near a target', () => {
    const pool = world.run({ policy: { type: 'targetTracking', target: 100 }, min: 1 });
    world.send(1500);
    world.advance(3 * MINUTE_MS);
    assert.deepEqual([world.decisions.map(({ to }) => to), pool.describe().desired], [[15], 15]);
    const [decision] = world.decisions;
    assert.deepEqual(decision?.metrics, {
      backlogPerConsumer: 1500,
      visible: 1500,
      inService: 1,
      target: 100,
    });
    assert.match(
      decision?.cause ?? '',
      /^At \S+Z a monitor alarm TargetTracking-workers-AlarmHigh in state ALARM triggered policy workers changing the desired capacity from 1 to 15\.$/,
    );
  });

  it('evaluate once a minute and in order, however far the clock jumps', () => {
    const times: number[] = [];
    const start = world.clock.now();
    world.alarms.get = () => {
      times.push((world.clock.now() - start) / MINUTE_MS);
      return { state: 'OK', threshold: 0, values: [] };
    };
    world.run({ policy: STEP });
    world.advance(10 * MINUTE_MS);
    assert.deepEqual(times, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('let a cooldown pass while the clock jumps', () => {
    world.alarms.set('high', { state: 'ALARM', threshold: 10, values: [20] });
    const pool = world.run({ policy: { type: 'simple', alarm: 'high', adjustment: 1, cooldown: 300 } });
    world.advance(0);
    assert.equal(pool.describe().desired, 1);
    world.advance(11 * MINUTE_MS);
    assert.equal(pool.describe().desired, 3);
    const [first, second, third] = world.decisions.map(({ at }) => at) as [number, number, number];
    assert.deepEqual([second - first, third - second], [305_000, 305_000]);
  });

  it('follow an alarm at once, and again each minute while it stays in ALARM', () => {
    const pool = world.run({ policy: STEP });
    world.advance(30 * SECOND_MS);
    world.alarms.set('high', { state: 'ALARM', threshold: 10, values: [20] });
    world.book.noteAlarm('other');
    assert.equal(pool.describe().desired, 0);
    world.book.noteAlarm('high');
    assert.equal(pool.describe().desired, 1);
    // Its process is in service by then.
    world.receive(listRunning(pool)[0] ?? assert.fail());
    world.advance(59 * SECOND_MS);
    assert.equal(pool.describe().desired, 1);
    world.advance(SECOND_MS);
    assert.equal(pool.describe().desired, 2);
  });

  it('are run by an alarm that names them as its action, each minute while it is in ALARM', () => {
    const pool = world.run({ policy: { ...STEP, alarm: 'quiet' } });
    world.alarms.set('quiet', { state: 'OK', threshold: 10, values: [] });
    world.alarms.set('busy', { state: 'ALARM', threshold: 10, values: [20] });
    assert.deepEqual(world.book.runAction(pool.arn, 'busy'), { failure: undefined });
    assert.equal(pool.describe().desired, 1);
    world.receive(listRunning(pool)[0] ?? assert.fail());
    world.advance(MINUTE_MS);
    assert.equal(pool.describe().desired, 2);
    assert.match(world.decisions.at(-1)?.cause ?? '', /a monitor alarm busy in state ALARM/);
    world.alarms.set('busy', { state: 'OK', threshold: 10, values: [5] });
    world.advance(5 * MINUTE_MS);
    assert.equal(pool.describe().desired, 2);
  });

  it('do nothing twice for an alarm that their policy names as well', () => {
    const pool = world.run({ policy: STEP });
    world.advance(1);
    world.alarms.set('high', { state: 'ALARM', threshold: 10, values: [20] });
    world.book.noteAlarm('high');
    assert.deepEqual(world.book.runAction(pool.arn, 'high'), { failure: undefined });
    assert.equal(pool.describe().desired, 1);
  });

  it('say why an action of an alarm does nothing', () => {
    const { arn } = world.run({ policy: { type: 'keda' } });
    const explain = (text: string) => world.book.runAction(text, 'high')?.failure;
    assert.equal(explain(arn), 'Alarms do not run a policy of the type keda.');
    assert.equal(explain(arn.replaceAll('workers', 'others')), 'There is no pool others.');
    assert.equal(world.book.runAction('arn:aws:sns:us-east-1:000000000000:alerts', 'high'), undefined);
    world.book.put({ name: 'idle', queue: 'orders', command: 'x', policy: STEP });
    assert.equal(explain(arn.replaceAll('workers', 'idle')), 'The pool idle is not running.');
  });

  it('pass minutes faster by their time scale', () => {
    const pool = world.run({ policy: { type: 'targetTracking', target: 10 }, timeScale: 60 });
    world.send(100);
    world.advance(3 * SECOND_MS);
    assert.equal(pool.describe().desired, 10);
  });

  it('decide at most ten times a second, whatever their times are', () => {
    world.run({ policy: { type: 'keda', pollingInterval: 1 }, timeScale: 600 });
    world.turns.length = 0;
    world.advance(SECOND_MS);
    assert.ok(world.turns.length <= 11, `${world.turns.length} turns`);
  });

  it('set their size at the minutes of a schedule', () => {
    const pool = world.run({
      policy: { type: 'scheduled', actions: [{ recurrence: '*/10 * * * *', min: 2 }] },
    });
    world.advance(10 * MINUTE_MS);
    assert.equal(pool.describe().desired, 2);
    pool.setDesired(0);
    assert.equal(pool.describe().desired, 2);
  });

  it('keep their times when the clock goes back', () => {
    world.alarms.set('high', { state: 'ALARM', threshold: 10, values: [20] });
    const pool = world.run({ policy: { type: 'simple', alarm: 'high', adjustment: 1 } });
    world.advance(6 * SECOND_MS);
    const left = (pool.describe().coolsUntil ?? 0) - world.clock.now();
    assert.ok(left > 0);
    world.advance(SECOND_MS);
    world.clock.goBack(SECOND_MS);
    world.book.goBack(SECOND_MS);
    assert.equal((pool.describe().coolsUntil ?? 0) - world.clock.now(), left - SECOND_MS);
  });

  it('neither restart nor cool when they were stopped', () => {
    world.alarms.set('high', { state: 'ALARM', threshold: 10, values: [20] });
    world.isObedient = false;
    const pool = world.run({ policy: { type: 'simple', alarm: 'high', adjustment: 1 }, desired: 1 });
    const crash = (number: number): void =>
      pool.noteExit(pool.processes.find(number) ?? assert.fail(), { code: 1, lastLines: [] });
    crash(1);
    assert.notEqual(pool.describe().restartsAt, undefined);
    world.advance(2000);
    world.isObedient = true;
    for (const process of listRunning(pool)) world.receive(process);
    world.advance(10_000);
    for (const process of listRunning(pool)) world.receive(process);
    world.advance(10_000);
    assert.notEqual(pool.describe().coolsUntil, undefined);
    crash(2);
    pool.stop();
    const { restartsAt, coolsUntil } = pool.describe();
    assert.deepEqual([restartsAt, coolsUntil], [undefined, undefined]);
  });

  it('have no timer while no pool runs', () => {
    world.book.put({ name: 'workers', queue: 'orders', command: 'x' });
    assert.equal(world.wakesAt, undefined);
    const pool = world.run();
    assert.notEqual(world.wakesAt, undefined);
    pool.stop();
    assert.equal(world.wakesAt, undefined);
    world.run({ policy: { type: 'manual' } });
    world.advance(0);
    assert.equal(world.wakesAt, undefined);
  });

  it('do a limited amount of work in each turn: 50 pools of 20 processes', () => {
    const pools = Array.from({ length: 50 }, (_, index) => {
      const queue = world.createQueue(`queue-${index}`);
      const pool = world.run({
        name: `pool-${index}`,
        queue: queue.name,
        max: 20,
        policy: { type: 'keda' },
        cooldown: 30,
      });
      return { queue, pool };
    });
    world.advance(MINUTE_MS);
    for (const { queue } of pools) world.send(100, queue);
    world.advance(3 * MINUTE_MS);
    assert.ok(pools.every(({ pool }) => listRunning(pool).length === 20));
    for (const { queue, pool } of pools) {
      for (const process of listRunning(pool)) world.receive(process, 10, queue);
      for (const process of listRunning(pool)) world.finish(process, 10, queue);
    }
    world.advance(10 * MINUTE_MS);
    assert.ok(pools.every(({ pool }) => listRunning(pool).length === 0));
    assert.ok(world.turns.length > 50);
    assert.ok(Math.max(...world.turns.map(({ pools: woken }) => woken)) <= 5);
    // Five pools end their 20 processes, or start ten each.
    assert.ok(Math.max(...world.turns.map(({ orders }) => orders)) <= 100);
  });

  it('are woken again later after a defect in one of them, and the others at once', () => {
    const pool = world.run({ policy: { type: 'keda' } });
    const other = world.run({ name: 'others', policy: { type: 'keda' } });
    world.send(5);
    pool.wake = () => assert.fail('a defect');
    assert.throws(() => world.advance(0), /a defect/);
    assert.deepEqual(describeRunning(other), ['1 starting']);
    assert.equal(world.wakesAt, world.clock.now() + 15 * SECOND_MS);
    assert.throws(() => world.advance(MINUTE_MS), /a defect/);
  });

  it('remember a limited number of decisions and sizes', () => {
    const pool = world.run({ policy: { type: 'manual' }, desired: 0, max: 1 });
    for (let time = 0; time < 2500; time++) {
      pool.setDesired(1 - (time % 2));
      world.advance(1);
    }
    const { decisions, capacity } = pool.describeHistory();
    assert.deepEqual([decisions.length, capacity.length], [500, 2000]);
    assert.ok(pool.describe().processes.length <= 40);
  });
});
