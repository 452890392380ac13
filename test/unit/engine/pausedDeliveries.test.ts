import assert from 'node:assert/strict';
import { holdConsumer, pauseDeliveries, releaseConsumer } from '../../../broker/engine/operations/holds.ts';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { caller, EngineHarness, unwrap } from '../../support/engineHarness.ts';

describe('Messages in flight that are paused alone', () => {
  let harness: EngineHarness;
  let queue: Queue;
  let first: string;

  const pause = (isPaused: boolean, handles: readonly string[] = [first]): void =>
    pauseDeliveries(harness.engine, queue, handles, isPaused);
  const listKinds = (): readonly string[] => harness.events.splice(0).map(({ kind }) => kind);

  beforeEach(() => {
    harness = new EngineHarness();
    queue = harness.createQueue('orders');
    for (const body of ['a', 'b']) unwrap(sendMessage(harness.engine, queue, { body }, caller));
    const [message] = harness.receive(queue, { maxMessages: 2 });
    first = message?.receiptHandle ?? assert.fail();
    harness.clock.advance(10_000);
    harness.events.length = 0;
  });

  it('stay in flight while others of the same receive come again, and keep the time that they had left', () => {
    pause(true);
    assert.equal(queue.heldCount, 1);
    harness.clock.advance(60_000);
    assert.deepEqual([queue.visibleCount, queue.inFlightCount], [1, 1]);
    pause(false);
    assert.equal(queue.heldCount, 0);
    harness.clock.advance(19_999);
    assert.equal(queue.inFlightCount, 1);
    harness.clock.advance(1);
    assert.equal(queue.inFlightCount, 0);
    assert.deepEqual(listKinds(), ['held', 'expired', 'released', 'expired']);
  });

  it('are paused once, however often it is said', () => {
    pause(true);
    pause(true);
    pause(false);
    pause(false);
    assert.deepEqual(listKinds(), ['held', 'released']);
    assert.equal(queue.heldCount, 0);
  });

  it('are paused as long as they or their consumer are', () => {
    holdConsumer(harness.engine, caller.consumerId);
    pause(true);
    releaseConsumer(harness.engine, caller.consumerId);
    assert.equal(queue.heldCount, 1);
    holdConsumer(harness.engine, caller.consumerId);
    pause(false);
    assert.equal(queue.heldCount, 2);
    releaseConsumer(harness.engine, caller.consumerId);
    assert.equal(queue.heldCount, 0);
    harness.clock.advance(20_000);
    assert.equal(queue.inFlightCount, 0);
  });

  it('can be deleted, and what is no longer in flight cannot be paused', () => {
    pause(true);
    unwrap(deleteMessage(harness.engine, queue, first, caller));
    assert.equal(queue.heldCount, 0);
    pause(false);
    pause(true, [first, 'no handle']);
    harness.clock.advance(20_000);
    assert.equal(queue.visibleCount, 1);
    pause(true);
    assert.equal(queue.heldCount, 0);
  });
});
