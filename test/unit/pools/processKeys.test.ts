import assert from 'node:assert/strict';
import { listRunning, PoolWorld } from '../../support/poolWorld.ts';

describe('The keys of a process of a pool', () => {
  let world: PoolWorld;
  beforeEach(() => {
    world = new PoolWorld();
  });

  /** A process that has messages in flight. */
  function startBusy(count: number) {
    const pool = world.run({ desired: 1, policy: { type: 'manual' } });
    world.send(count + 3);
    const [process] = listRunning(pool);
    assert.ok(process);
    assert.equal(world.receive(process, count), count);
    return { pool, process };
  }

  it('are revoked when it has ended, whatever it had in flight', () => {
    const { pool, process } = startBusy(2);
    const running = pool.processes.find(process.number) ?? assert.fail();
    pool.noteExit(running, { code: 1, lastLines: [] });
    assert.deepEqual(world.revoked, [process.consumerId]);
  });

  it('stay valid while its runner that is gone ends it, until it has settled its messages; it gets no others', () => {
    const { process } = startBusy(2);
    world.book.lose(world.runner);
    assert.deepEqual(world.revoked, []);
    assert.equal(world.receive(process), 0);
    world.finish(process);
    assert.deepEqual(world.revoked, []);
    world.finish(process);
    assert.deepEqual(world.revoked, [process.consumerId]);
    assert.equal(world.engine.gates.size, 0);
  });

  it('are revoked at the latest when the visibility timeouts of its messages are over', () => {
    const { process } = startBusy(1);
    world.book.lose(world.runner);
    world.advance(29_000);
    assert.deepEqual(world.revoked, []);
    world.advance(2_000);
    assert.deepEqual(world.revoked, [process.consumerId]);
  });

  it('are revoked at once when its runner is gone and it has nothing in flight', () => {
    const { process } = startBusy(1);
    world.finish(process);
    world.book.lose(world.runner);
    assert.deepEqual(world.revoked, [process.consumerId]);
  });
});
