import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { messageIdOf } from '../../../broker/engine/base/identity.ts';
import { retentionEnd } from '../../../broker/engine/operations/nextEvent.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import { MasterKey } from '../../../broker/kms/masterKey.ts';
import type { UndoneAdvance } from '../../../broker/storage/undoAdvance.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { JournalHarness } from '../../support/journalHarness.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describe('undoing a jump of the clock', () => {
  let harness: JournalHarness;
  const scratch: string[] = [];

  function start(options: ConstructorParameters<typeof JournalHarness>[0] = {}): void {
    harness = new JournalHarness({ segmentBytes: 2048, ...options });
    harness.fs.syncLater = (_file, done) => done(undefined);
    harness.start();
    harness.create('orders', { MessageRetentionPeriod: '3600' });
    harness.create('steps.fifo', { MessageRetentionPeriod: '3600' });
    harness.create('long');
  }

  beforeEach(() => start());
  afterEach(() => {
    for (const folder of scratch.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  const undo = (jump: number): Promise<UndoneAdvance> => harness.finish(harness.undoJump(jump));
  const undoable = () =>
    harness.journal.undoing
      .listJumps()
      .map(({ queues }) => queues.map(({ arn, messages }) => [arn.split(':')[5], messages]));
  const sendOrdered = (body: string, groupId: string): void => {
    harness.send('steps.fifo', body, { groupId, deduplicationId: body });
  };
  /** What there is to know of each message of a queue, in the order of delivery. */
  const describeAll = (name: string) => {
    const { engine, journal } = harness;
    engine.begin();
    const queue = harness.queue(name);
    return [...queue.order.visible(), ...queue.delayed].map((message) => ({
      id: messageIdOf(engine.identityKey, message.number),
      content: journal.contents.read(message.content),
      receiveCount: message.receiveCount,
      firstReceivedAt: message.firstReceivedAt,
      from: message.deadLetterSourceArn,
      state: message.state,
      leftMs: retentionEnd(message) - engine.ports.clock.now(),
    }));
  };

  it('brings back exactly what the jump ended, with what was left of its life', async () => {
    for (const body of ['a', 'b']) harness.send('orders', body);
    harness.send('long', 'stays');
    harness.clock.advance(10 * MINUTE_MS);
    harness.send('orders', 'c', { delaySeconds: 900 });
    harness.turn();
    const before = describeAll('orders');
    const jump = harness.jump(HOUR_MS);
    assert.equal(harness.queue('orders').messageCount, 0);
    assert.deepEqual(undoable(), [[['orders', 3]]]);
    harness.send('orders', 'since');
    harness.turn();
    harness.clock.advance(2 * MINUTE_MS);
    assert.deepEqual(await undo(jump), { messages: 3, missing: 0, waiting: [] });
    const after = describeAll('orders');
    assert.deepEqual(
      after.filter(({ content }) => String(Buffer.from(content?.body ?? [])) !== 'since'),
      before.map((message) => ({ ...message, leftMs: message.leftMs - 2 * MINUTE_MS })),
    );
    assert.equal(harness.queue('long').messageCount, 1);
    harness.turn();
    for (const again of ['crash', 'restart'] as const) {
      harness[again]();
      assert.deepEqual(describeAll('orders'), after);
      assert.deepEqual(undoable(), []);
    }
  });

  it('puts them before younger messages of their group, and those in their order', async () => {
    for (const body of ['a1', 'b1', 'a2']) sendOrdered(body, body[0] as string);
    harness.clock.advance(30 * MINUTE_MS);
    for (const body of ['a3', 'b2']) sendOrdered(body, body[0] as string);
    harness.turn();
    const jump = harness.jump(40 * MINUTE_MS);
    sendOrdered('a4', 'a');
    assert.equal(harness.queue('steps.fifo').messageCount, 3);
    await undo(jump);
    const groups = (): string[] => {
      const bodies = describeAll('steps.fifo').map(({ content }) => String(Buffer.from(content?.body ?? [])));
      return ['a', 'b'].map((group) => bodies.filter((body) => body.startsWith(group)).join());
    };
    assert.deepEqual(groups(), ['a1,a2,a3,a4', 'b1,b2']);
    harness.turn();
    harness.crash();
    assert.deepEqual(groups(), ['a1,a2,a3,a4', 'b1,b2']);
    assert.deepEqual(harness.bodies('steps.fifo').sort(), ['a1', 'a2', 'a3', 'a4', 'b1', 'b2']);
  });

  it('gives nothing of an ordered queue before all of it is back', async () => {
    start({ segmentBytes: 1_000_000, bodyBudgetBytes: 0 });
    const count = 1500;
    for (let number = 0; number < count; number++) sendOrdered(String(number), 'g');
    harness.turn();
    const jump = harness.jump(HOUR_MS);
    harness.turn();
    const undone = harness.undoJump(jump);
    assert.ok(harness.queue('steps.fifo').messageCount < count, 'it takes more than one turn');
    assert.deepEqual(harness.bodies('steps.fifo'), []);
    assert.equal((await harness.finish(undone)).messages, count);
    assert.deepEqual(harness.bodies('steps.fifo'), ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('knows after a restart what a jump ended', async () => {
    const [first] = [harness.send('orders', 'a'), harness.send('orders', 'b', { groupId: 'tenant' })];
    harness.receive('orders', { visibilitySeconds: 0, maxMessages: 1 });
    harness.turn();
    const before = describeAll('orders');
    const jump = harness.jump(HOUR_MS);
    harness.turn();
    for (const again of ['crash', 'restart', 'crash'] as const) {
      harness[again]();
      assert.deepEqual(undoable(), [[['orders', 2]]]);
      assert.equal(harness.queue('orders').messageCount, 0);
    }
    assert.deepEqual(await undo(jump), { messages: 2, missing: 0, waiting: [] });
    const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : 1);
    assert.deepEqual(describeAll('orders').sort(byId), before.sort(byId));
    const [again] = harness.receive('orders').filter(({ messageId }) => messageId === first?.messageId);
    assert.equal(again?.receiveCount, 2, 'it was received before');
  });

  it('brings back what waited in a dead-letter queue, and where it came from', async () => {
    const policy = { deadLetterTargetArn: harness.queue('orders').arn, maxReceiveCount: 1 };
    harness.create('source', { RedrivePolicy: JSON.stringify(policy) });
    harness.send('source', 'poison');
    for (let round = 0; round < 2; round++) harness.receive('source', { visibilitySeconds: 0 });
    harness.turn();
    const before = describeAll('orders');
    assert.equal(before[0]?.from, harness.queue('source').arn);
    const jump = harness.jump(2 * HOUR_MS);
    harness.turn();
    await undo(jump);
    assert.deepEqual(describeAll('orders'), before);
    harness.turn();
    harness.crash();
    assert.deepEqual(describeAll('orders'), before);
  });

  it('counts the five minutes in time that passes, not in time that is jumped over', async () => {
    harness.send('orders', 'a');
    harness.turn();
    const first = harness.jump(HOUR_MS);
    harness.jump(10 * DAY_MS);
    harness.clock.advance(4 * MINUTE_MS);
    assert.deepEqual(undoable(), [[['orders', 1]]]);
    harness.turn();
    harness.crash();
    assert.deepEqual(undoable(), [[['orders', 1]]]);
    harness.clock.advance(2 * MINUTE_MS);
    assert.deepEqual(undoable(), []);
    harness.crash();
    assert.deepEqual(undoable(), []);
    assert.deepEqual((await undo(first)).messages, 0);
  });

  it('keeps the segments of a purge for five minutes that pass, over a jump and a restart', async () => {
    for (let count = 0; count < 10; count++) harness.send('long', 'x'.repeat(1000));
    harness.turn();
    unwrap(purgeQueue(harness.engine, harness.queue('long'), caller));
    harness.jump(HOUR_MS);
    harness.turn();
    harness.pass(10_000);
    const count = () => harness.journal.undoing.list().map(({ messages }) => messages);
    assert.deepEqual(count(), [10]);
    harness.crash();
    harness.pass(10_000);
    assert.deepEqual(count(), [10]);
  });

  it('keeps the segments of what a jump ended, and says what is missing when they are gone', async () => {
    for (let count = 0; count < 10; count++) harness.send('orders', 'x'.repeat(1000));
    harness.turn();
    const jump = harness.jump(HOUR_MS);
    const fill = async (): Promise<void> => {
      for (let count = 0; count < 10; count++) {
        harness.send('long', 'x'.repeat(1000));
        harness.turn();
        harness.pass(2000);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await fill();
    assert.deepEqual(undoable(), [[['orders', 10]]]);
    harness.fs.onWrite = undefined;
    harness.clock.advance(6 * MINUTE_MS);
    await fill();
    assert.deepEqual(undoable(), []);
    assert.deepEqual(await undo(jump), { messages: 0, missing: 10, waiting: [] });
  });

  it('works once, and then says that there is nothing', async () => {
    harness.send('orders', 'a');
    harness.turn();
    const jump = harness.jump(HOUR_MS);
    await undo(jump);
    assert.deepEqual(undoable(), []);
    assert.deepEqual(await undo(jump), { messages: 0, missing: 0, waiting: [] });
    assert.deepEqual(harness.bodies('orders'), ['a']);
  });

  it('undoes one jump after the other', async () => {
    harness.send('orders', 'short');
    harness.send('long', 'long');
    harness.turn();
    const [first, second] = [harness.jump(HOUR_MS), harness.jump(4 * DAY_MS)];
    assert.deepEqual(undoable(), [[['orders', 1]], [['long', 1]]]);
    // What comes back has not lived through the other jump.
    assert.equal((await undo(first)).messages, 1);
    assert.deepEqual(harness.bodies('orders'), ['short']);
    assert.equal((await undo(second)).messages, 1);
    assert.deepEqual(harness.bodies('long'), ['long']);
    assert.equal(harness.advancedMs, 0);
  });

  it('works after the clock is back at real time', async () => {
    harness.send('orders', 'a');
    harness.turn();
    const leftMs = describeAll('orders')[0]?.leftMs ?? 0;
    const jump = harness.jump(HOUR_MS);
    harness.resetClock();
    harness.turn();
    harness.crash();
    harness.clock.advance(MINUTE_MS);
    assert.equal((await undo(jump)).messages, 1);
    assert.equal(describeAll('orders')[0]?.leftMs, leftMs - MINUTE_MS);
  });

  it('leaves the messages of a deleted queue where they are until it is back', async () => {
    harness.send('orders', 'a');
    harness.send('long', 'b');
    harness.turn();
    const jump = harness.jump(4 * DAY_MS);
    const { arn } = harness.queue('orders');
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    harness.turn();
    assert.deepEqual(await undo(jump), { messages: 1, missing: 0, waiting: [arn] });
    assert.deepEqual(undoable(), [[['orders', 1]]]);
    harness.turn();
    harness.crash();
    assert.deepEqual(undoable(), [[['orders', 1]]]);
    await harness.finish(harness.journal.undoing.undoDeleteQueue(arn, caller, () => undefined));
    assert.deepEqual(await undo(jump), { messages: 1, missing: 0, waiting: [] });
    assert.deepEqual(harness.bodies('orders'), ['a']);
    harness.turn();
    harness.crash();
    assert.equal(harness.queue('orders').messageCount, 1);
  });

  it('brings messages back to a queue that was purged since, and they stay', async () => {
    for (const body of ['a', 'b']) sendOrdered(body, 'g');
    harness.turn();
    const jump = harness.jump(HOUR_MS);
    sendOrdered('purged', 'g');
    unwrap(purgeQueue(harness.engine, harness.queue('steps.fifo'), caller));
    sendOrdered('since', 'g');
    harness.turn();
    assert.equal((await undo(jump)).messages, 2);
    harness.turn();
    harness.crash();
    assert.deepEqual(harness.bodies('steps.fifo'), ['since', 'a', 'b']);
  });

  it('leaves what is not back yet to another undo when the queue is purged meanwhile', async () => {
    start({ segmentBytes: 1_000_000 });
    const count = 1500;
    for (let number = 0; number < count; number++) harness.send('orders', String(number));
    harness.turn();
    const jump = harness.jump(HOUR_MS);
    harness.turn();
    const undone = harness.undoJump(jump);
    const back = harness.queue('orders').messageCount;
    assert.ok(back < count);
    unwrap(purgeQueue(harness.engine, harness.queue('orders'), caller));
    const { messages, waiting } = await harness.finish(undone);
    assert.deepEqual([messages, waiting], [back, [harness.queue('orders').arn]]);
    assert.deepEqual(undoable(), [[['orders', count - back]]]);
    assert.equal((await undo(jump)).messages, count - back);
  });

  for (const isSealed of [false, true]) {
    it(`goes on at the next start when a broker ends in the middle${isSealed ? ', encrypted' : ''}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'queueside-advance-'));
      scratch.push(folder);
      const masterKey = isSealed ? new MasterKey(Buffer.alloc(32, 7)) : undefined;
      start({ segmentBytes: 100_000, folder, masterKey });
      const count = 1500;
      for (let number = 0; number < count; number++) sendOrdered(String(number), 'g');
      harness.turn();
      const before = describeAll('steps.fifo');
      const jump = harness.jump(HOUR_MS);
      harness.turn();
      void harness.undoJump(jump);
      harness.turn();
      assert.ok(harness.queue('steps.fifo').messageCount < count);
      harness.crash();
      assert.deepEqual(describeAll('steps.fifo'), before);
      assert.deepEqual(undoable(), []);
      harness.pass(10_000);
      harness.crash();
      assert.deepEqual(describeAll('steps.fifo'), before);
    });
  }

  it('brings back a delay and an age by the clock of now, also where records and states of before are reclaimed', async () => {
    harness.jump(10 * MINUTE_MS);
    harness.send('orders', 'a', { delaySeconds: 900 });
    harness.resetClock();
    harness.turn();
    const before = describeAll('orders');
    const jump = harness.jump(DAY_MS);
    harness.turn();
    harness.pass(10_000);
    harness.crash();
    await undo(jump);
    assert.deepEqual(describeAll('orders'), before);
  });

  it('tells a jump from an earlier one that ended nothing, after a restart', async () => {
    harness.send('orders', 'a');
    const first = harness.jump(10 * MINUTE_MS);
    harness.turn();
    harness.restart();
    const before = describeAll('orders');
    const second = harness.jump(HOUR_MS);
    assert.notEqual(second, first);
    await undo(second);
    assert.deepEqual(describeAll('orders'), before);
  });

  it('brings nothing back again that was purged after it came back', async () => {
    harness.send('orders', 'a');
    harness.send('long', 'stays');
    harness.turn();
    await undo(harness.jump(HOUR_MS));
    unwrap(purgeQueue(harness.engine, harness.queue('orders'), caller));
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    harness.turn();
    harness.crash();
    harness.pass(10_000);
    harness.jump(10 * MINUTE_MS);
    harness.crash();
    assert.deepEqual(undoable(), []);
  });

  it('undoes two jumps at once, and gives nothing of an ordered queue before both are', async () => {
    start({ segmentBytes: 1_000_000, bodyBudgetBytes: 0 });
    const count = 1000;
    const sendAll = (from: number): void => {
      for (let number = from; number < from + count; number++) sendOrdered(String(number), 'g');
      harness.turn();
    };
    sendAll(0);
    const first = harness.jump(HOUR_MS);
    sendAll(count);
    const second = harness.jump(HOUR_MS);
    harness.turn();
    const both = [harness.undoJump(first), harness.undoJump(second)];
    assert.deepEqual(harness.bodies('steps.fifo'), []);
    await Promise.all(both.map((undone) => harness.finish(undone)));
    assert.equal(harness.queue('steps.fifo').messageCount, 2 * count);
    const bodies = describeAll('steps.fifo').map(({ content }) =>
      Number(Buffer.from(content?.body ?? []).toString()),
    );
    assert.deepEqual(
      bodies,
      Array.from({ length: 2 * count }, (_, number) => number),
    );
  });

  it('is not needed after a jump whose broker ended before the clock was moved: nothing has happened', () => {
    harness.send('orders', 'a');
    harness.turn();
    const now = harness.clock.now();
    const before = describeAll('orders');
    const { clock, engine, journal } = harness;
    journal.jump({ now, advancedMs: 0 }, HOUR_MS, () => clock.advance(HOUR_MS));
    engine.settle();
    harness.turn();
    // The broker ends before it writes that the clock was moved, and the next one starts when the time has passed all the same.
    clock.goBack(HOUR_MS);
    harness.crash();
    harness.clock.advance(10 * MINUTE_MS);
    assert.equal(harness.journal.jumps.jumpedMs(now, now + HOUR_MS), 0);
    assert.deepEqual(undoable(), []);
    assert.deepEqual(
      describeAll('orders'),
      before.map((message) => ({ ...message, leftMs: message.leftMs - 10 * MINUTE_MS })),
    );
  });
});
