import assert from 'node:assert/strict';
import { type FakeSeat, FunctionWorld } from '../../support/functionWorld.ts';

describe('Reports of invocations, which a runner gets', () => {
  let world: FunctionWorld;
  let seat: FakeSeat;

  beforeEach(() => {
    world = new FunctionWorld();
    world.run();
    world.invoke();
    seat = world.start(1);
  });

  /** Ends the invocation that runs, and begins the next. */
  const finish = (count: number): void => {
    for (let left = count; left > 0; left--) {
      seat.finish();
      world.invoke();
    }
  };
  const listIds = (first: number, last: number): readonly string[] =>
    Array.from({ length: last - first + 1 }, (_, index) => `request-${first + index}`);

  it('are one notification for all that ended within 50 ms, in their order', () => {
    finish(3);
    world.timers.advance(49);
    assert.deepEqual(world.notified, []);
    world.timers.advance(1);
    assert.deepEqual(world.notified, [listIds(1, 3)]);
    finish(1);
    world.timers.advance(50);
    assert.deepEqual(world.notified, [listIds(1, 3), listIds(4, 4)]);
  });

  it('are one for every 100', () => {
    finish(250);
    assert.deepEqual(world.notified, [listIds(1, 100), listIds(101, 200)]);
    world.timers.advance(50);
    assert.deepEqual(world.notified[2], listIds(201, 250));
  });

  it('do not wait if one failed, and come after those that returned', () => {
    finish(1);
    seat.fail();
    seat.events.onIdle();
    assert.deepEqual(world.notified, [listIds(1, 2)]);
  });

  it('come before the orders that follow from them', () => {
    const seen: string[] = [];
    const { notify } = world.runner;
    world.runner.notify = (notification, params) => {
      const { method } = notification;
      seen.push(
        method === 'queueside/function/ordered' ? (params as { readonly order: string }).order : method,
      );
      notify(notification, params);
    };
    world.find().replaceEnvironments();
    seat.finish();
    assert.deepEqual(seen, ['report', 'queueside/function/invoked', 'stop', 'start']);
  });

  it('come when its process has ended', () => {
    seat.respond();
    world.exit(1, { code: 0 });
    assert.deepEqual(world.notified, [listIds(1, 1)]);
  });

  it('are left out while it has too much to read', () => {
    world.runner.bufferedBytes = 1_048_577;
    finish(1);
    world.timers.advance(50);
    world.runner.bufferedBytes = 0;
    finish(1);
    world.timers.advance(50);
    assert.deepEqual(world.notified, [listIds(2, 2)]);
  });

  it('need no timer while nothing is reported', () => {
    const before = world.timers.pendingCount;
    finish(1);
    assert.equal(world.timers.pendingCount, before + 1);
    world.timers.advance(50);
    assert.equal(world.timers.pendingCount, before);
  });
});
