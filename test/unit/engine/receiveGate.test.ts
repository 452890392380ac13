import assert from 'node:assert/strict';
import type { Caller } from '../../../broker/engine/base/caller.ts';
import { receiveMessages } from '../../../broker/engine/operations/receiveMessages.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { caller, EngineHarness, unwrap } from '../../support/engineHarness.ts';

const OTHER: Caller = { ...caller, consumerId: 'OTHER' };

describe('A gate before a consumer', () => {
  let harness: EngineHarness;
  let queue: Queue;
  let gate: { isClosed: boolean; asked: number; noteReceive(): void };

  const send = (groupId?: string): void => {
    const input = groupId === undefined ? { body: 'x' } : { body: 'x', groupId, deduplicationId: 'one' };
    unwrap(sendMessage(harness.engine, queue, input, caller));
  };
  /** A long poll. @returns its numbers of messages, once it has ended */
  const poll = (by: Caller, attemptId?: string): number[] => {
    const counts: number[] = [];
    receiveMessages(harness.engine, queue, { waitSeconds: 20, attemptId }, by, (result) =>
      counts.push(unwrap(result).length),
    );
    return counts;
  };

  beforeEach(() => {
    harness = new EngineHarness();
    queue = harness.createQueue('orders');
    gate = { isClosed: false, asked: 0, noteReceive: () => void gate.asked++ };
    harness.engine.gates.set(caller.consumerId, gate);
  });

  it('learns of each receive, and lets it through while it is open', () => {
    send();
    assert.equal(harness.receive(queue).length, 1);
    assert.equal(harness.receive(queue, {}, OTHER).length, 0);
    assert.equal(gate.asked, 1);
  });

  it('answers receives as if there were no messages once it is closed', () => {
    gate.isClosed = true;
    send();
    assert.equal(harness.receive(queue).length, 0);
    assert.equal(queue.visibleCount, 1);
    assert.equal(harness.receive(queue, {}, OTHER).length, 1);
  });

  it('lets a long poll run out that was waiting when it closed, and others go on', () => {
    const waiting = poll(caller);
    gate.isClosed = true;
    const other = poll(OTHER);
    send();
    assert.deepEqual([waiting, other], [[], [1]]);
    harness.clock.advance(19_999);
    assert.deepEqual(waiting, []);
    harness.clock.advance(1);
    assert.deepEqual(waiting, [0]);
  });

  it('keeps a long poll that begins behind it waiting', () => {
    gate.isClosed = true;
    send();
    const waiting = poll(caller);
    assert.deepEqual(waiting, []);
    harness.clock.advance(20_000);
    assert.deepEqual([waiting, queue.visibleCount], [[0], 1]);
  });

  it('does not repeat a receive attempt of a FIFO queue', () => {
    queue = harness.createQueue('steps.fifo');
    send('group');
    assert.equal(harness.receive(queue, { attemptId: 'again' }).length, 1);
    gate.isClosed = true;
    assert.equal(harness.receive(queue, { attemptId: 'again' }).length, 0);
  });
});
