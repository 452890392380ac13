import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import { MasterKey } from '../../../broker/kms/masterKey.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { JumpingBroker } from '../../support/jumpingBroker.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describe('undoing a jump of the clock over the end of a broker', () => {
  const broker = new JumpingBroker();
  const scratch: string[] = [];
  afterEach(() => {
    for (const folder of scratch.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => broker.start());

  it('restores exactly what the jump ended, with its remaining retention', async () => {
    for (const body of ['a', 'b']) broker.harness.send('orders', body);
    broker.harness.send('long', 'stays');
    broker.harness.clock.advance(10 * MINUTE_MS);
    broker.harness.send('orders', 'c', { delaySeconds: 900 });
    broker.harness.turn();
    const before = broker.describeAll('orders');
    const jump = broker.harness.jump(HOUR_MS);
    assert.equal(broker.harness.queue('orders').messageCount, 0);
    assert.deepEqual(broker.undoable(), [[['orders', 3]]]);
    broker.harness.send('orders', 'since');
    broker.harness.turn();
    broker.harness.clock.advance(2 * MINUTE_MS);
    assert.deepEqual(await broker.undo(jump), { messages: 3, missing: 0, waiting: [] });
    const after = broker.describeAll('orders');
    assert.deepEqual(
      after.filter(({ content }) => String(Buffer.from(content?.body ?? [])) !== 'since'),
      before.map((message) => ({ ...message, leftMs: message.leftMs - 2 * MINUTE_MS })),
    );
    assert.equal(broker.harness.queue('long').messageCount, 1);
    broker.harness.turn();
    for (const again of ['crash', 'restart'] as const) {
      broker.harness[again]();
      assert.deepEqual(broker.describeAll('orders'), after);
      assert.deepEqual(broker.undoable(), []);
    }
  });

  it('puts them before younger messages of their group, and those in their order', async () => {
    for (const body of ['a1', 'b1', 'a2']) broker.sendOrdered(body, body[0] as string);
    broker.harness.clock.advance(30 * MINUTE_MS);
    for (const body of ['a3', 'b2']) broker.sendOrdered(body, body[0] as string);
    broker.harness.turn();
    const jump = broker.harness.jump(40 * MINUTE_MS);
    broker.sendOrdered('a4', 'a');
    assert.equal(broker.harness.queue('steps.fifo').messageCount, 3);
    await broker.undo(jump);
    const groups = (): string[] => {
      const bodies = broker
        .describeAll('steps.fifo')
        .map(({ content }) => String(Buffer.from(content?.body ?? [])));
      return ['a', 'b'].map((group) => bodies.filter((body) => body.startsWith(group)).join());
    };
    assert.deepEqual(groups(), ['a1,a2,a3,a4', 'b1,b2']);
    broker.harness.turn();
    broker.harness.crash();
    assert.deepEqual(groups(), ['a1,a2,a3,a4', 'b1,b2']);
    assert.deepEqual(broker.harness.bodies('steps.fifo').sort(), ['a1', 'a2', 'a3', 'a4', 'b1', 'b2']);
  });

  it('knows after a restart what a jump ended', async () => {
    const [first] = [
      broker.harness.send('orders', 'a'),
      broker.harness.send('orders', 'b', { groupId: 'tenant' }),
    ];
    broker.harness.receive('orders', { visibilitySeconds: 0, maxMessages: 1 });
    broker.harness.turn();
    const before = broker.describeAll('orders');
    const jump = broker.harness.jump(HOUR_MS);
    broker.harness.turn();
    for (const again of ['crash', 'restart', 'crash'] as const) {
      broker.harness[again]();
      assert.deepEqual(broker.undoable(), [[['orders', 2]]]);
      assert.equal(broker.harness.queue('orders').messageCount, 0);
    }
    assert.deepEqual(await broker.undo(jump), { messages: 2, missing: 0, waiting: [] });
    const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : 1);
    assert.deepEqual(broker.describeAll('orders').sort(byId), before.sort(byId));
    const [again] = broker.harness
      .receive('orders')
      .filter(({ messageId }) => messageId === first?.messageId);
    assert.equal(again?.receiveCount, 2, 'it was received before');
  });

  it('restores what waited in a dead-letter queue, and where it came from', async () => {
    const policy = { deadLetterTargetArn: broker.harness.queue('orders').arn, maxReceiveCount: 1 };
    broker.harness.create('source', { RedrivePolicy: JSON.stringify(policy) });
    broker.harness.send('source', 'poison');
    for (let round = 0; round < 2; round++) broker.harness.receive('source', { visibilitySeconds: 0 });
    broker.harness.turn();
    const before = broker.describeAll('orders');
    assert.equal(before[0]?.from, broker.harness.queue('source').arn);
    const jump = broker.harness.jump(2 * HOUR_MS);
    broker.harness.turn();
    await broker.undo(jump);
    assert.deepEqual(broker.describeAll('orders'), before);
    broker.harness.turn();
    broker.harness.crash();
    assert.deepEqual(broker.describeAll('orders'), before);
  });

  it('counts the five minutes in time that passes, not in time that is jumped over', async () => {
    broker.harness.send('orders', 'a');
    broker.harness.turn();
    const first = broker.harness.jump(HOUR_MS);
    broker.harness.jump(10 * DAY_MS);
    broker.harness.clock.advance(4 * MINUTE_MS);
    assert.deepEqual(broker.undoable(), [[['orders', 1]]]);
    broker.harness.turn();
    broker.harness.crash();
    assert.deepEqual(broker.undoable(), [[['orders', 1]]]);
    broker.harness.clock.advance(2 * MINUTE_MS);
    assert.deepEqual(broker.undoable(), []);
    broker.harness.crash();
    assert.deepEqual(broker.undoable(), []);
    assert.deepEqual((await broker.undo(first)).messages, 0);
  });

  it('keeps the segments of a purge for five minutes that pass, over a jump and a restart', async () => {
    for (let count = 0; count < 10; count++) broker.harness.send('long', 'x'.repeat(1000));
    broker.harness.turn();
    unwrap(purgeQueue(broker.harness.engine, broker.harness.queue('long'), caller));
    broker.harness.jump(HOUR_MS);
    broker.harness.turn();
    broker.harness.pass(10_000);
    const count = () => broker.harness.journal.undoing.list().map(({ messages }) => messages);
    assert.deepEqual(count(), [10]);
    broker.harness.crash();
    broker.harness.pass(10_000);
    assert.deepEqual(count(), [10]);
  });

  it('works after the clock is back at real time', async () => {
    broker.harness.send('orders', 'a');
    broker.harness.turn();
    const leftMs = broker.describeAll('orders')[0]?.leftMs ?? 0;
    const jump = broker.harness.jump(HOUR_MS);
    broker.harness.resetClock();
    broker.harness.turn();
    broker.harness.crash();
    broker.harness.clock.advance(MINUTE_MS);
    assert.equal((await broker.undo(jump)).messages, 1);
    assert.equal(broker.describeAll('orders')[0]?.leftMs, leftMs - MINUTE_MS);
  });

  it('leaves the messages of a deleted queue where they are until it is back', async () => {
    broker.harness.send('orders', 'a');
    broker.harness.send('long', 'b');
    broker.harness.turn();
    const jump = broker.harness.jump(4 * DAY_MS);
    const { arn } = broker.harness.queue('orders');
    deleteQueue(broker.harness.engine, broker.harness.queue('orders'), caller);
    broker.harness.turn();
    assert.deepEqual(await broker.undo(jump), { messages: 1, missing: 0, waiting: [arn] });
    assert.deepEqual(broker.undoable(), [[['orders', 1]]]);
    broker.harness.turn();
    broker.harness.crash();
    assert.deepEqual(broker.undoable(), [[['orders', 1]]]);
    await broker.harness.finish(broker.harness.journal.undoing.undoDeleteQueue(arn, caller, () => undefined));
    assert.deepEqual(await broker.undo(jump), { messages: 1, missing: 0, waiting: [] });
    assert.deepEqual(broker.harness.bodies('orders'), ['a']);
    broker.harness.turn();
    broker.harness.crash();
    assert.equal(broker.harness.queue('orders').messageCount, 1);
  });

  it('brings messages back to a queue that was purged since, and they stay', async () => {
    for (const body of ['a', 'b']) broker.sendOrdered(body, 'g');
    broker.harness.turn();
    const jump = broker.harness.jump(HOUR_MS);
    broker.sendOrdered('purged', 'g');
    unwrap(purgeQueue(broker.harness.engine, broker.harness.queue('steps.fifo'), caller));
    broker.sendOrdered('since', 'g');
    broker.harness.turn();
    assert.equal((await broker.undo(jump)).messages, 2);
    broker.harness.turn();
    broker.harness.crash();
    assert.deepEqual(broker.harness.bodies('steps.fifo'), ['since', 'a', 'b']);
  });

  for (const isSealed of [false, true]) {
    it(`continues at the next start when a broker ends in the middle${isSealed ? ', encrypted' : ''}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'queueside-advance-'));
      scratch.push(folder);
      const masterKey = isSealed ? new MasterKey(Buffer.alloc(32, 7)) : undefined;
      broker.start({ segmentBytes: 100_000, folder, masterKey });
      const count = 800;
      for (let number = 0; number < count; number++) broker.sendOrdered(String(number), 'g');
      broker.harness.turn();
      const before = broker.describeAll('steps.fifo');
      const jump = broker.harness.jump(HOUR_MS);
      broker.harness.turn();
      void broker.harness.undoJump(jump);
      broker.harness.turn();
      assert.ok(broker.harness.queue('steps.fifo').messageCount < count);
      broker.harness.crash();
      assert.deepEqual(broker.describeAll('steps.fifo'), before);
      assert.deepEqual(broker.undoable(), []);
      broker.harness.pass(10_000);
      broker.harness.crash();
      assert.deepEqual(broker.describeAll('steps.fifo'), before);
    });
  }

  it('restores a delay and an age by the current clock, also where earlier records and states are reclaimed', async () => {
    broker.harness.jump(10 * MINUTE_MS);
    broker.harness.send('orders', 'a', { delaySeconds: 900 });
    broker.harness.resetClock();
    broker.harness.turn();
    const before = broker.describeAll('orders');
    const jump = broker.harness.jump(DAY_MS);
    broker.harness.turn();
    broker.harness.pass(10_000);
    broker.harness.crash();
    await broker.undo(jump);
    assert.deepEqual(broker.describeAll('orders'), before);
  });

  it('distinguishes a jump from an earlier one that ended nothing, after a restart', async () => {
    broker.harness.send('orders', 'a');
    const first = broker.harness.jump(10 * MINUTE_MS);
    broker.harness.turn();
    broker.harness.restart();
    const before = broker.describeAll('orders');
    const second = broker.harness.jump(HOUR_MS);
    assert.notEqual(second, first);
    await broker.undo(second);
    assert.deepEqual(broker.describeAll('orders'), before);
  });

  it('brings nothing back again that was purged after it came back', async () => {
    broker.harness.send('orders', 'a');
    broker.harness.send('long', 'stays');
    broker.harness.turn();
    await broker.undo(broker.harness.jump(HOUR_MS));
    unwrap(purgeQueue(broker.harness.engine, broker.harness.queue('orders'), caller));
    deleteQueue(broker.harness.engine, broker.harness.queue('orders'), caller);
    broker.harness.turn();
    broker.harness.crash();
    broker.harness.pass(10_000);
    broker.harness.jump(10 * MINUTE_MS);
    broker.harness.crash();
    assert.deepEqual(broker.undoable(), []);
  });

  it('is not needed after a jump whose broker ended before the clock was moved: nothing has happened', () => {
    broker.harness.send('orders', 'a');
    broker.harness.turn();
    const now = broker.harness.clock.now();
    const before = broker.describeAll('orders');
    const { clock, engine, journal } = broker.harness;
    journal.beginJump(HOUR_MS).makeSlice({ now: () => now, advancedMs: 0 }, () => {
      clock.advance(HOUR_MS);
      return HOUR_MS;
    });
    engine.settle();
    broker.harness.turn();
    // The broker ends before it writes that the clock was moved, and the next one starts when the time has passed all the same.
    clock.goBack(HOUR_MS);
    broker.harness.crash();
    broker.harness.clock.advance(10 * MINUTE_MS);
    assert.equal(broker.harness.journal.jumps.jumpedMs(now, now + HOUR_MS), 0);
    assert.deepEqual(broker.undoable(), []);
    assert.deepEqual(
      broker.describeAll('orders'),
      before.map((message) => ({ ...message, leftMs: message.leftMs - 10 * MINUTE_MS })),
    );
  });
});
