import assert from 'node:assert/strict';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { JumpingBroker } from '../../support/jumpingBroker.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describe('undoing a jump of the clock', () => {
  const broker = new JumpingBroker();

  beforeEach(() => broker.start());

  it('gives nothing of an ordered queue before all of it is back', async () => {
    broker.start({ segmentBytes: 1_000_000, bodyBudgetBytes: 0 });
    const count = 1500;
    for (let number = 0; number < count; number++) broker.sendOrdered(String(number), 'g');
    broker.harness.turn();
    const jump = broker.harness.jump(HOUR_MS);
    broker.harness.turn();
    const undone = broker.harness.undoJump(jump);
    assert.ok(broker.harness.queue('steps.fifo').messageCount < count, 'it takes more than one turn');
    assert.deepEqual(broker.harness.bodies('steps.fifo'), []);
    assert.equal((await broker.harness.finish(undone)).messages, count);
    assert.deepEqual(broker.harness.bodies('steps.fifo'), ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('keeps the segments of what a jump ended, and reports what is missing when they are reclaimed', async () => {
    for (let count = 0; count < 10; count++) broker.harness.send('orders', 'x'.repeat(1000));
    broker.harness.turn();
    const jump = broker.harness.jump(HOUR_MS);
    const fill = async (): Promise<void> => {
      for (let count = 0; count < 10; count++) {
        broker.harness.send('long', 'x'.repeat(1000));
        broker.harness.turn();
        broker.harness.pass(2000);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await fill();
    assert.deepEqual(broker.undoable(), [[['orders', 10]]]);
    broker.harness.fs.onWrite = undefined;
    broker.harness.clock.advance(6 * MINUTE_MS);
    await fill();
    assert.deepEqual(broker.undoable(), []);
    assert.deepEqual(await broker.undo(jump), { messages: 0, missing: 10, waiting: [] });
  });

  it('works once, and then says that there is nothing', async () => {
    broker.harness.send('orders', 'a');
    broker.harness.turn();
    const jump = broker.harness.jump(HOUR_MS);
    await broker.undo(jump);
    assert.deepEqual(broker.undoable(), []);
    assert.deepEqual(await broker.undo(jump), { messages: 0, missing: 0, waiting: [] });
    assert.deepEqual(broker.harness.bodies('orders'), ['a']);
  });

  it('undoes one jump after the other', async () => {
    broker.harness.send('orders', 'short');
    broker.harness.send('long', 'long');
    broker.harness.turn();
    const [first, second] = [broker.harness.jump(HOUR_MS), broker.harness.jump(4 * DAY_MS)];
    assert.deepEqual(broker.undoable(), [[['orders', 1]], [['long', 1]]]);
    // What comes back has not lived through the other jump.
    assert.equal((await broker.undo(first)).messages, 1);
    assert.deepEqual(broker.harness.bodies('orders'), ['short']);
    assert.equal((await broker.undo(second)).messages, 1);
    assert.deepEqual(broker.harness.bodies('long'), ['long']);
    assert.equal(broker.harness.advancedMs, 0);
  });

  it('leaves what is not back yet to another undo when the queue is purged meanwhile', async () => {
    broker.start({ segmentBytes: 1_000_000 });
    const count = 1500;
    for (let number = 0; number < count; number++) broker.harness.send('orders', String(number));
    broker.harness.turn();
    const jump = broker.harness.jump(HOUR_MS);
    broker.harness.turn();
    const undone = broker.harness.undoJump(jump);
    const back = broker.harness.queue('orders').messageCount;
    assert.ok(back < count);
    unwrap(purgeQueue(broker.harness.engine, broker.harness.queue('orders'), caller));
    const { messages, waiting } = await broker.harness.finish(undone);
    assert.deepEqual([messages, waiting], [back, [broker.harness.queue('orders').arn]]);
    assert.deepEqual(broker.undoable(), [[['orders', count - back]]]);
    assert.equal((await broker.undo(jump)).messages, count - back);
  });

  it('undoes two jumps at once, and gives nothing of an ordered queue before both are', async () => {
    broker.start({ segmentBytes: 1_000_000, bodyBudgetBytes: 0 });
    const count = 1000;
    const sendAll = (from: number): void => {
      for (let number = from; number < from + count; number++) broker.sendOrdered(String(number), 'g');
      broker.harness.turn();
    };
    sendAll(0);
    const first = broker.harness.jump(HOUR_MS);
    sendAll(count);
    const second = broker.harness.jump(HOUR_MS);
    broker.harness.turn();
    const both = [broker.harness.undoJump(first), broker.harness.undoJump(second)];
    assert.deepEqual(broker.harness.bodies('steps.fifo'), []);
    await Promise.all(both.map((undone) => broker.harness.finish(undone)));
    assert.equal(broker.harness.queue('steps.fifo').messageCount, 2 * count);
    const bodies = broker
      .describeAll('steps.fifo')
      .map(({ content }) => Number(Buffer.from(content?.body ?? []).toString()));
    assert.deepEqual(
      bodies,
      Array.from({ length: 2 * count }, (_, number) => number),
    );
  });
});
