import assert from 'node:assert/strict';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { cancelMoveTask, listMoveTasks, startMoveTask } from '../../../broker/engine/operations/moveTasks.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import { EngineHarness, caller, unwrap } from '../../support/engineHarness.ts';

const SECOND = 1000;

describe('a message move task', () => {
  let harness: EngineHarness;
  let dead: Queue;
  let source: Queue;
  beforeEach(() => {
    harness = new EngineHarness();
    dead = harness.createQueue('dead');
    source = harness.createQueue('orders', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 }),
    });
  });

  /** Sends to the source and lets each message fail once too often. */
  const fillDeadLetters = (count: number) => {
    for (let index = 0; index < count; index++) {
      unwrap(sendMessage(harness.engine, source, { body: `task ${index}` }, caller));
    }
    while (harness.receive(source, { maxMessages: 10, visibilitySeconds: 0 }).length > 0);
    assert.equal(dead.visibleCount, count);
  };
  const start = (input: { destinationArn?: string; maxPerSecond?: number } = {}) =>
    unwrap(startMoveTask(harness.engine, 'task-1', { sourceArn: dead.arn, ...input }, caller));

  it('returns each message to the queue it came from, as a new message', () => {
    fillDeadLetters(3);
    const before = harness.receive(dead, { visibilitySeconds: 0 })[0];
    start();
    harness.clock.advance(SECOND);
    assert.equal(source.visibleCount, 3);
    const [moved] = harness.receive(source);
    assert.equal(moved?.receiveCount, 1);
    assert.notEqual(moved?.messageId, before?.messageId);
    assert.equal(unwrap(listMoveTasks(harness.engine, dead.arn))[0]?.status, 'COMPLETED');
  });

  it('keeps to its rate, and can be cancelled with what it moved staying moved', () => {
    fillDeadLetters(50);
    const task = start({ maxPerSecond: 10 });
    harness.clock.advance(2 * SECOND);
    assert.equal(task.moved, 20);
    unwrap(cancelMoveTask(harness.engine, 'task-1', undefined));
    harness.clock.advance(10 * SECOND);
    assert.equal(task.status, 'CANCELLED');
    assert.equal(source.visibleCount, 20);
  });

  it('fails when its destination is deleted under way', () => {
    fillDeadLetters(50);
    const other = harness.createQueue('other');
    const task = start({ destinationArn: other.arn, maxPerSecond: 10 });
    harness.clock.advance(SECOND);
    deleteQueue(harness.engine, other, caller);
    harness.clock.advance(SECOND);
    assert.equal(task.status, 'FAILED');
    assert.equal(task.failureReason, 'AWS.SimpleQueueService.NonExistentQueue');
  });

  it('is rejected for a queue that is not a dead-letter queue, and for a second task at the same time', () => {
    const refused = startMoveTask(harness.engine, 'x', { sourceArn: source.arn }, caller);
    assert.equal(
      refused.ok ? '' : refused.message,
      'Source queue must be configured as a Dead Letter Queue.',
    );
    fillDeadLetters(1);
    start();
    const second = startMoveTask(harness.engine, 'y', { sourceArn: dead.arn }, caller);
    assert.match(second.ok ? '' : second.message, /^There is already a task running\./);
  });

  it('is forgotten when ten newer ones of its queue are there', () => {
    fillDeadLetters(1);
    for (let number = 0; number < 15; number++) {
      unwrap(startMoveTask(harness.engine, `task-${number}`, { sourceArn: dead.arn }, caller));
      harness.clock.advance(SECOND);
    }
    const listed = unwrap(listMoveTasks(harness.engine, dead.arn, 10)).map((task) => task.id);
    assert.deepEqual(
      listed,
      Array.from({ length: 10 }, (_, index) => `task-${14 - index}`),
    );
    assert.equal(harness.engine.moveTasks.size, 10);
  });
});
