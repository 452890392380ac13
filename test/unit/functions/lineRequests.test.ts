import assert from 'node:assert/strict';
import { type FakeSeat, FunctionWorld } from '../../support/functionWorld.ts';

describe('The lines of processes at the ends of invocations', () => {
  let world: FunctionWorld;

  beforeEach(() => {
    world = new FunctionWorld();
    world.run({ environments: 30 });
  });

  /** Environments that have an event each. */
  const begin = (count: number): readonly FakeSeat[] =>
    Array.from({ length: count }, (_, index) => {
      world.invoke();
      return world.start(index + 1);
    });
  /** The environments of each order. */
  const asked = (): readonly (readonly number[])[] =>
    world.asked.map((invocations) => invocations.map(({ environment }) => environment));

  it('are asked for with one order for all that ended within 2 ms of the order before', () => {
    const seats = begin(5);
    seats[0]?.finish();
    assert.deepEqual(asked(), [[1]]);
    for (const seat of seats.slice(1, 4)) seat.finish();
    world.timers.advance(1);
    assert.deepEqual([asked(), world.ends.length], [[[1]], 1]);
    world.timers.advance(1);
    assert.deepEqual([asked(), world.ends.length], [[[1], [2, 3, 4]], 4]);
  });

  it('are asked for at once when the order before is 2 ms old', () => {
    const seats = begin(3);
    seats[0]?.finish();
    world.timers.advance(2);
    seats[1]?.finish();
    assert.deepEqual(asked(), [[1], [2]]);
  });

  it('are asked for at once if one environment has one invocation after the other', () => {
    const [first, second] = begin(2);
    first?.finish();
    world.timers.advance(2);
    for (let count = 0; count < 3; count++) {
      second?.finish();
      world.invoke();
    }
    assert.deepEqual(asked(), [[1], [2], [2], [2]]);
    assert.equal(world.ends.length, 4);
  });

  it('are those of at most 10 invocations with one order', () => {
    for (const seat of begin(30).slice(0, 25)) seat.finish();
    assert.deepEqual(
      asked().map(({ length }) => length),
      [1, 10, 10],
    );
    world.timers.advance(2);
    assert.deepEqual(asked()[3], [22, 23, 24, 25]);
  });

  it('are asked for before an order that follows', () => {
    const seen: string[] = [];
    const { notify } = world.runner;
    world.runner.notify = (notification, params) => {
      const { order } = params as { readonly order?: string };
      if (order !== undefined) seen.push(order);
      notify(notification, params);
    };
    const [first, second] = begin(2);
    first?.finish();
    world.keepsReports = true;
    second?.finish();
    seen.length = 0;
    // The second invocation finds no environment that is free.
    for (let count = 0; count < 2; count++) world.invoke();
    assert.deepEqual(seen, ['report', 'start']);
  });

  it('are not asked for once the runner has left, and need no timer while nothing is gathered', () => {
    const [first, second] = begin(2);
    const before = world.timers.pendingCount;
    first?.finish();
    // For the reports of invocations.
    assert.equal(world.timers.pendingCount, before + 1);
    second?.finish();
    world.find().leave();
    world.timers.advance(2);
    assert.deepEqual([asked(), world.ends.length], [[[1]], 2]);
  });
});
