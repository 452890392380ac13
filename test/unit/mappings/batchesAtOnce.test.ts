import assert from 'node:assert/strict';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { type FakeInvocation, FUNCTION, MappingWorld, numbered } from '../../support/mappingWorld.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

describe('Batches of an event source mapping at the same time', () => {
  let world: MappingWorld;

  const takeOne = (): FakeInvocation => {
    const [invocation, ...others] = world.take();
    assert.equal(others.length, 0);
    return invocation ?? assert.fail('no invocation');
  };
  const count = ({ visibleCount, inFlightCount }: Queue): { visible: number; inFlight: number } => ({
    visible: visibleCount,
    inFlight: inFlightCount,
  });

  beforeEach(() => {
    world = new MappingWorld();
  });

  describe('with a concurrency of 2', () => {
    it('lets two batches overlap, and the third waits', () => {
      world.create({ batchSize: 1, maximumConcurrency: 2 });
      world.send(['a', 'b', 'c']);
      const two = world.take();
      assert.deepEqual(
        two.map(({ bodies }) => bodies),
        [['a'], ['b']],
      );
      assert.deepEqual(count(world.queue), { visible: 1, inFlight: 2 });
      two[0]?.returns();
      assert.deepEqual(world.takeBodies(), [['c']]);
    });
  });

  it('starts with 5 batches at the same time, and takes up to 300 more each minute', () => {
    world.functions.declare(FUNCTION, { environments: 2000 });
    world.create({ batchSize: 1 });
    world.send(numbered(1, 1500));
    assert.equal(world.take().length, 5);
    world.advance(SECOND_MS);
    assert.equal(world.take().length, 5);
    world.advance(MINUTE_MS - SECOND_MS);
    assert.equal(world.take().length, 295);
    // Received messages come again meanwhile.
    world.advance(10 * MINUTE_MS);
    assert.equal(world.take().length, 1250 - 305);
    assert.equal(world.wakesAt, undefined);
  });

  it('takes no more later while only some of them are used', () => {
    world.functions.declare(FUNCTION, { environments: 2000 });
    const queue = world.createQueue('slow', { VisibilityTimeout: '3600' });
    world.create({ batchSize: 1 }, queue);
    world.send(numbered(1, 5), queue);
    for (const invocation of world.take().slice(1)) invocation.returns();
    world.advance(MINUTE_MS);
    world.send(numbered(6, 100), queue);
    assert.equal(world.take().length, 4);
  });

  it('takes fewer batches after an error, but not if the function reports failures itself', () => {
    world.functions.declare(FUNCTION, { environments: 100 });
    for (const reportsItemFailures of [false, true]) {
      const queue = world.createQueue(reportsItemFailures ? 'reporting' : 'failing', {
        VisibilityTimeout: '3600',
      });
      world.create({ batchSize: 1, reportsItemFailures }, queue);
      world.send(numbered(1, 20), queue);
      for (const invocation of world.take()) invocation.fails();
      assert.equal(world.take().length, reportsItemFailures ? 5 : 1);
    }
  });

  it('starts as many batches as ten for each provisioned poller', () => {
    world.functions.declare(FUNCTION, { environments: 100 });
    world.create({ batchSize: 1, provisioned: { minimum: 2, maximum: 3 } });
    world.send(numbered(1, 100));
    assert.equal(world.take().length, 20);
    world.advance(MINUTE_MS);
    assert.equal(world.take().length, 10);
  });

  describe('without a free environment', () => {
    it('does not receive, and goes on when one is free', () => {
      world.functions.declare(FUNCTION, { environments: 1 });
      world.create({ batchSize: 1 });
      world.send(['a', 'b']);
      const first = takeOne();
      assert.deepEqual(count(world.queue), { visible: 1, inFlight: 1 });
      first.returns();
      assert.deepEqual(world.takeBodies(), [['b']]);
    });

    it('does not receive for two mappings at the same time, and lets each have its turn', () => {
      const other = world.createQueue('others');
      world.functions.declare(FUNCTION, { environments: 1 });
      world.create({ batchSize: 1 });
      world.create({ batchSize: 1 }, other);
      world.send(['a1', 'a2']);
      world.send(['b1', 'b2'], other);
      const seen: string[] = [];
      for (let turn = 0; turn < 4; turn++) {
        const invocation = takeOne();
        seen.push(...invocation.bodies);
        assert.equal(world.queue.inFlightCount + other.inFlightCount, 1);
        invocation.returns();
      }
      assert.deepEqual(seen, ['a1', 'b1', 'a2', 'b2']);
    });

    it('lets only one of two waiting mappings take what one moment makes visible', () => {
      const other = world.createQueue('others');
      world.functions.declare(FUNCTION, { environments: 1 });
      world.create();
      world.create({}, other);
      world.send(['a'], world.queue, { delaySeconds: 5 });
      world.send(['b'], other, { delaySeconds: 5 });
      world.advance(5 * SECOND_MS);
      assert.equal(world.queue.inFlightCount + other.inFlightCount, 1);
      takeOne().returns();
      takeOne().returns();
      assert.equal(world.queue.messageCount + other.messageCount, 0);
    });
  });

  it('does not receive while no program runs the function', () => {
    world.functions.declare(FUNCTION, { isRunnable: false });
    world.create();
    world.send(['a']);
    world.advance(MINUTE_MS);
    assert.deepEqual(count(world.queue), { visible: 1, inFlight: 0 });
    assert.equal(world.calls.length, 0);
    assert.equal(world.wakesAt, undefined);
    world.functions.declare(FUNCTION, { isRunnable: true });
    assert.deepEqual(world.takeBodies(), [['a']]);
  });

  it('stops its long poll when the program that runs the function ends', () => {
    world.create();
    assert.equal(world.queue.waiters.size, 1);
    world.functions.declare(FUNCTION, { isRunnable: false });
    assert.equal(world.queue.waiters.size, 0);
  });

  describe('whose invocations are throttled', () => {
    const throttle = (invocation: FakeInvocation): void =>
      invocation.end({ outcome: 'throttled', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' });

    it('tries again with longer and longer pauses, and with the same messages and one receive', () => {
      world.create();
      world.functions.respond = throttle;
      world.send(['a']);
      const [{ at }] = world.functions.invocations as [FakeInvocation];
      world.advance(10 * SECOND_MS);
      assert.deepEqual(
        world.functions.invocations.map((invocation) => invocation.at - at),
        [0, 1000, 3000, 7000],
      );
      assert.equal(world.events.filter(({ kind }) => kind === 'received').length, 1);
      world.functions.respond = (invocation) => invocation.returns();
      world.advance(5 * SECOND_MS);
      assert.equal(world.queue.messageCount, 0);
    });

    it('lets the messages go when their visibility timeout ends', () => {
      world.create();
      world.functions.respond = throttle;
      world.send(['a']);
      world.advance(29_999);
      assert.equal(world.queue.inFlightCount, 1);
      world.take();
      world.functions.respond = (invocation) => invocation.returns();
      world.advance(1);
      assert.equal(world.queue.messageCount, 0);
      const [again] = world.take();
      assert.equal(again?.records.length, 1);
      assert.equal(world.events.filter(({ kind }) => kind === 'received').length, 2);
      assert.equal(world.counts.get('DroppedEventCount'), 1);
    });

    it('tries again at once when a program runs the function again', () => {
      world.create();
      world.send(['a']);
      world.functions.declare(FUNCTION, { isRunnable: false });
      takeOne().end({ outcome: 'unavailable', reason: 'Its runner has ended.' });
      world.functions.declare(FUNCTION, { isRunnable: true });
      assert.deepEqual(world.takeBodies(), [['a']]);
    });
  });
});
