import assert from 'node:assert/strict';
import { BEGIN, FunctionWorld } from '../../support/functionWorld.ts';

describe('Environments of a function under a debugger', () => {
  let world: FunctionWorld;
  let pauses: boolean[];

  /** Invokes it, and keeps what is said of pauses. */
  const invoke = (): void => world.invoke({ onPause: (isPaused) => pauses.push(isPaused) });

  beforeEach(() => {
    world = new FunctionWorld();
    pauses = [];
  });

  it('see a deadline a day away, and time out never', () => {
    world.run();
    world.invoke();
    world.environment(1).noteDebugger(true, false);
    const seat = world.start(1, 60_000);
    assert.equal(seat.last.deadlineMs, BEGIN + 60_000 + 86_400_000);
    world.timers.advance(3_600_000);
    assert.deepEqual([world.takeOrders(), world.states()], [['start 1'], ['1 busy']]);
    seat.finish();
    world.timers.advance(86_400_000);
    assert.deepEqual(world.states(), ['1 idle']);
  });

  it('have their whole timeout again once it is detached', () => {
    world.run();
    world.invoke();
    world.start(1);
    world.timers.advance(2900);
    world.environment(1).noteDebugger(true, true);
    world.timers.advance(100_000);
    world.environment(1).noteDebugger(false, false);
    world.timers.advance(2999);
    assert.deepEqual(world.states(), ['1 busy']);
    world.timers.advance(1);
    assert.deepEqual(world.states(), ['1 ending']);
  });

  it('thaw when one is attached', () => {
    world.run();
    invoke();
    world.start(1).finish();
    world.timers.advance(500);
    world.takeOrders();
    world.environment(1).noteDebugger(true, false);
    assert.deepEqual([world.takeOrders(), world.states()], [['thaw 1'], ['1 idle']]);
  });

  it('tell whoever invoked them that they are paused', () => {
    world.run();
    invoke();
    world.start(1);
    world.environment(1).noteDebugger(true, true);
    world.environment(1).noteDebugger(true, true);
    world.environment(1).noteDebugger(true, false);
    assert.deepEqual(pauses, [true, false]);
  });

  describe('that is already stopped at a breakpoint when it gets an event', () => {
    it('tell that they are paused, if they are idle', () => {
      world.run();
      invoke();
      world.start(1).finish();
      world.environment(1).noteDebugger(true, true);
      invoke();
      assert.deepEqual(pauses, [true]);
      world.environment(1).noteDebugger(true, false);
      assert.deepEqual(pauses, [true, false]);
    });

    it('tell that they are paused, if they are starting', () => {
      world.run();
      invoke();
      world.start(1).finish();
      world.find().replaceEnvironments();
      world.environment(2).noteDebugger(true, true);
      invoke();
      assert.deepEqual([pauses, world.states().at(-1)], [[true], '2 starting']);
    });

    it('tell that another environment runs, if the stopped one ends before it could', () => {
      world.run();
      invoke();
      world.start(1).finish();
      world.environment(1).noteDebugger(true, true);
      world.seat(1).events.onGone();
      invoke();
      world.exit(1, { signal: 'SIGKILL' });
      assert.deepEqual(
        [pauses, world.takeOrders()],
        [
          [true, false],
          ['start 1', 'start 2'],
        ],
      );
    });
  });

  it('are started although it was attached before their slow start was over', () => {
    world.run().setFaults({ slowStartRate: 1, slowStartMs: 5000 });
    world.invoke();
    world.environment(1).noteDebugger(true, false);
    world.timers.advance(5000);
    assert.deepEqual(world.takeOrders(), ['start 1']);
  });
});
