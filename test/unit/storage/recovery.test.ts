import assert from 'node:assert/strict';
import { changeVisibility } from '../../../broker/engine/operations/changeVisibility.ts';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { holdConsumer } from '../../../broker/engine/operations/holds.ts';
import { ManualClock } from '../../../broker/engine/base/clock.ts';
import { startMoveTask } from '../../../broker/engine/operations/moveTasks.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import type { ReceivedMessage } from '../../../broker/engine/state/receivedMessage.ts';
import { setQueueAttributes } from '../../../broker/engine/operations/setQueueAttributes.ts';
import { tagQueue, untagQueue } from '../../../broker/engine/operations/tags.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { JournalHarness } from '../../support/journalHarness.ts';
import { nodeError } from '../../support/memoryFileSystem.ts';
import { TestLock } from '../../support/testLock.ts';

function only(messages: readonly ReceivedMessage[]): ReceivedMessage {
  assert.equal(messages.length, 1);
  return messages[0] as ReceivedMessage;
}

describe('a broker that starts again on its data folder', () => {
  let harness: JournalHarness;

  beforeEach(() => {
    harness = new JournalHarness();
    harness.start();
  });

  it('has its queues with attributes, tags and times', () => {
    const created = harness.create('orders', { VisibilityTimeout: '77' }, { team: 'a', stage: 'dev' });
    harness.clock.advance(5000);
    unwrap(setQueueAttributes(harness.engine, created, { DelaySeconds: '3' }, caller));
    unwrap(tagQueue(harness.engine, created, { more: 'b' }, caller));
    unwrap(untagQueue(harness.engine, created, ['stage'], caller));
    harness.turn();
    harness.crash();
    const queue = harness.queue('orders');
    assert.notEqual(queue, created);
    assert.equal(queue.number, created.number);
    assert.deepEqual(queue.settings, created.settings);
    assert.deepEqual([...queue.tags], [...created.tags]);
    assert.equal(queue.createdAt, created.createdAt);
    assert.equal(queue.modifiedAt, created.modifiedAt);
  });

  it('writes its queues again once, however many segments they fill', () => {
    harness = new JournalHarness({ segmentBytes: 4096 });
    harness.start();
    for (let number = 0; number < 40; number++) harness.create(`orders-${number}`);
    harness.turn();
    harness.fs = harness.fs.restart();
    const { segments } = harness.journal.measure();
    let begun = 0;
    // What would fill the disk ends here.
    harness.fs.onCreate = () => (++begun > 10 * segments ? nodeError('ENOSPC') : undefined);
    harness.lock = new TestLock();
    harness.start();
    assert.ok(begun <= segments + 2, `${begun} segments were begun, and there were ${segments}`);
    assert.equal([...harness.engine.allQueues()].length, 40);
  });

  it('has its messages whole, in their order', () => {
    harness.create('orders');
    const sent = harness.send('orders', 'über 1', {
      traceHeader: 'Root=1-2-3',
      groupId: 'tenant',
      attributes: [
        { name: 'Text', type: 'String.label', stringValue: 'é', binaryValue: undefined },
        { name: 'Bytes', type: 'Binary', stringValue: undefined, binaryValue: Buffer.from([0, 255]) },
      ],
    });
    harness.turn();
    harness.clock.advance(1000);
    harness.send('orders', 'second', { groupId: 'tenant' });
    harness.turn();
    harness.crash();
    const [first, second] = harness.receive('orders', { maxMessages: 10 });
    assert.equal(first?.messageId, sent.messageId);
    assert.equal(first.sizeBytes, sent.sizeBytes);
    assert.equal(first.sentAt, harness.clock.now() - 1000);
    assert.equal(Buffer.from(first.content.body).toString(), 'über 1');
    assert.equal(first.content.bodyMd5, sent.bodyMd5);
    assert.equal(first.content.traceHeader, 'Root=1-2-3');
    assert.equal(first.content.senderId, caller.accessKeyId);
    assert.equal(first.content.groupId, 'tenant');
    assert.deepEqual(
      first.content.attributes?.map(({ name, type, value }) => [name, type, Buffer.from(value as string)]),
      [
        ['Text', 'String.label', Buffer.from('é')],
        ['Bytes', 'Binary', Buffer.from([0, 255])],
      ],
    );
    assert.equal(Buffer.from(second?.content.body as Uint8Array).toString(), 'second');
  });

  it('gives new messages new ids', () => {
    harness.create('orders');
    const ids = new Set<string>();
    for (let run = 0; run < 3; run++) {
      for (let count = 0; count < 3; count++) ids.add(harness.send('orders', 'x').messageId);
      harness.turn();
      harness.crash();
    }
    assert.equal(ids.size, 9);
  });

  it('keeps receive counts, visibility deadlines and receipt handles', () => {
    harness.create('orders', { VisibilityTimeout: '10' });
    harness.send('orders', 'a');
    harness.receive('orders');
    harness.clock.advance(10_000);
    const received = only(harness.receive('orders', { visibilitySeconds: 30 }));
    harness.turn();
    harness.clock.advance(20_000);
    harness.crash();
    assert.deepEqual(harness.bodies('orders'), [], 'still out of sight');
    assert.equal(harness.queue('orders').inFlightCount, 1);
    harness.clock.advance(10_000);
    const again = only(harness.receive('orders'));
    assert.equal(again.receiveCount, 3);
    assert.equal(again.firstReceivedAt, received.firstReceivedAt);
    harness.turn();
    harness.crash();
    unwrap(deleteMessage(harness.engine, harness.queue('orders'), again.receiptHandle, caller));
    assert.equal(harness.queue('orders').messageCount, 0);
    harness.turn();
    harness.crash();
    assert.equal(harness.queue('orders').messageCount, 0);
  });

  it('keeps changed visibility timeouts, and ended ones', () => {
    harness.create('orders');
    harness.send('orders', 'long');
    harness.send('orders', 'ended');
    const [long, ended] = harness.receive('orders', { maxMessages: 2 });
    const queue = harness.queue('orders');
    const change = (message: ReceivedMessage | undefined, visibilitySeconds: number): void => {
      const receiptHandle = message?.receiptHandle;
      unwrap(changeVisibility(harness.engine, queue, { receiptHandle, visibilitySeconds }, caller));
    };
    change(long, 600);
    change(ended, 0);
    harness.turn();
    harness.clock.advance(60_000);
    harness.crash();
    assert.deepEqual(harness.bodies('orders'), ['ended']);
    harness.clock.advance(540_000);
    assert.deepEqual(harness.bodies('orders'), ['long', 'ended']);
  });

  it('resumes a visibility timeout that a breakpoint paused, with its remaining time', () => {
    harness.create('orders', { VisibilityTimeout: '30' });
    harness.send('orders', 'a');
    harness.receive('orders');
    harness.clock.advance(20_000);
    holdConsumer(harness.engine, caller.consumerId);
    harness.turn();
    harness.clock.advance(3_600_000);
    harness.crash();
    harness.clock.advance(9_999);
    assert.deepEqual(harness.bodies('orders'), []);
    harness.clock.advance(1);
    assert.deepEqual(harness.bodies('orders'), ['a']);
  });

  it('keeps delays', () => {
    harness.create('orders');
    harness.send('orders', 'late', { delaySeconds: 60 });
    harness.turn();
    harness.clock.advance(59_999);
    harness.crash();
    assert.equal(harness.queue('orders').delayedCount, 1);
    harness.clock.advance(1);
    assert.deepEqual(harness.bodies('orders'), ['late']);
  });

  it('keeps a new delay of a FIFO queue on what waited in it', () => {
    harness.create('orders.fifo');
    harness.send('orders.fifo', 'a', { groupId: 'g', deduplicationId: '1' });
    harness.turn();
    const queue = harness.queue('orders.fifo');
    unwrap(setQueueAttributes(harness.engine, queue, { DelaySeconds: '60' }, caller));
    harness.turn();
    harness.crash();
    assert.deepEqual(harness.bodies('orders.fifo'), []);
    harness.clock.advance(60_000);
    assert.deepEqual(harness.bodies('orders.fifo'), ['a']);
  });

  it('keeps deduplication windows and sequence numbers', () => {
    harness.create('orders.fifo');
    const send = (id: string) => harness.send('orders.fifo', id, { groupId: 'g', deduplicationId: id });
    const first = send('1');
    harness.turn();
    const received = only(harness.receive('orders.fifo'));
    unwrap(deleteMessage(harness.engine, harness.queue('orders.fifo'), received.receiptHandle, caller));
    harness.turn();
    harness.clock.advance(299_000);
    harness.crash();
    assert.deepEqual(send('1'), { ...first, isDuplicate: true });
    assert.equal(harness.queue('orders.fifo').messageCount, 0);
    const second = send('2');
    assert.ok((second.sequenceNumber as string) > (first.sequenceNumber as string));
    harness.turn();
    harness.clock.advance(1000);
    harness.crash();
    assert.notEqual(send('1').messageId, first.messageId);
    assert.deepEqual(harness.bodies('orders.fifo'), ['2', '1']);
  });

  it('keeps a dead-letter queue with sources and counts', () => {
    harness.create('dead');
    const arn = harness.queue('dead').arn;
    const policy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1 });
    const source = harness.create('orders', { RedrivePolicy: policy });
    harness.send('orders', 'poison');
    harness.receive('orders', { visibilitySeconds: 0 });
    assert.deepEqual(harness.bodies('orders'), []);
    harness.turn();
    harness.crash();
    assert.equal(harness.queue('orders').messageCount, 0);
    const dead = only(harness.receive('dead'));
    assert.equal(dead.deadLetterSourceArn, source.arn);
    assert.equal(dead.receiveCount, 2);
  });

  it('keeps what FIFO dead-letter queues change in a message', () => {
    harness.create('dead.fifo');
    const arn = harness.queue('dead.fifo').arn;
    const policy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1 });
    harness.create('orders.fifo', { RedrivePolicy: policy });
    const sent = harness.send('orders.fifo', 'poison', { groupId: 'g', deduplicationId: '1' });
    harness.receive('orders.fifo', { visibilitySeconds: 0 });
    assert.deepEqual(harness.bodies('orders.fifo'), []);
    const before = harness.queue('dead.fifo').order.visible();
    const content = [...before].map((message) => harness.journal.contents.read(message.content))[0];
    harness.turn();
    harness.crash();
    assert.equal(harness.queue('orders.fifo').messageCount, 0);
    const dead = only(harness.receive('dead.fifo'));
    assert.equal(dead.messageId, sent.messageId);
    assert.equal(dead.content.sequenceNumber, content?.sequenceNumber);
    assert.equal(dead.content.deduplicationId, sent.messageId);
    assert.ok(
      (harness.send('orders.fifo', 'b', { groupId: 'g', deduplicationId: '2' }).sequenceNumber as string) >
        (dead.content.sequenceNumber as string),
    );
  });

  it('continues with a move task', () => {
    harness.create('dead');
    const arn = harness.queue('dead').arn;
    harness.create('orders', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 5 }),
    });
    for (let count = 0; count < 30; count++) harness.send('dead', `m${count}`);
    const input = { sourceArn: arn, destinationArn: harness.queue('orders').arn, maxPerSecond: 10 };
    const task = unwrap(startMoveTask(harness.engine, 'task-1', input, caller));
    assert.equal(harness.commit(), undefined);
    harness.clock.advance(1000);
    harness.turn();
    assert.equal(task.moved, 10);
    harness.crash();
    assert.equal(harness.queue('orders').messageCount, 10);
    assert.equal(harness.queue('dead').messageCount, 20);
    harness.clock.advance(1000);
    const resumed = harness.engine.moveTasks.get('task-1');
    assert.equal(resumed?.moved, 20);
    harness.clock.advance(3000);
    assert.equal(resumed.moved, 30);
    assert.equal(resumed.status, 'COMPLETED');
    assert.equal(resumed.startedAt, task.startedAt);
    assert.equal(harness.queue('orders').messageCount, 30);
    harness.turn();
    harness.crash();
    assert.equal(harness.engine.moveTasks.get('task-1')?.status, 'COMPLETED');
    assert.equal(harness.queue('orders').messageCount, 30);
  });

  it('continues with a move task at its rate, however long the broker was away', () => {
    const { arn } = harness.create('dead');
    harness.create('orders', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 5 }),
    });
    for (let count = 0; count < 30; count++) harness.send('dead', `m${count}`);
    const input = { sourceArn: arn, destinationArn: harness.queue('orders').arn, maxPerSecond: 10 };
    unwrap(startMoveTask(harness.engine, 'task-1', input, caller));
    assert.equal(harness.commit(), undefined);
    harness.journal.close();
    harness.clock = new ManualClock(harness.clock.now() + 3_600_000);
    harness.crash();
    harness.clock.advance(1000);
    assert.equal(harness.engine.moveTasks.get('task-1')?.moved, 10);
  });

  it('does not restore what was purged, deleted, or too old', () => {
    harness.create('purged');
    harness.create('deleted');
    harness.create('old', { MessageRetentionPeriod: '60' });
    for (const name of ['purged', 'deleted', 'old']) harness.send(name, 'gone');
    harness.turn();
    unwrap(purgeQueue(harness.engine, harness.queue('purged'), caller));
    harness.send('purged', 'after');
    deleteQueue(harness.engine, harness.queue('deleted'), caller);
    harness.clock.advance(61_000);
    harness.turn();
    harness.crash();
    assert.deepEqual(harness.bodies('purged'), ['after']);
    assert.equal(harness.queue('old').messageCount, 0);
    assert.throws(() => harness.queue('deleted'));
    harness.create('deleted');
    assert.deepEqual(harness.bodies('deleted'), []);
  });

  it('ends the retention of what became too old while no broker ran', () => {
    harness.create('orders', { MessageRetentionPeriod: '60' });
    harness.send('orders', 'a');
    harness.turn();
    harness.crash();
    harness.clock.advance(61_000);
    assert.deepEqual(harness.bodies('orders'), []);
    assert.equal(harness.queue('orders').messageCount, 0);
  });

  it('keeps notes of other parts', () => {
    harness.journal.writeNote('clock', '{"offsetMs":5}');
    harness.journal.writeNote('clock', '{"offsetMs":7}');
    harness.turn();
    harness.crash();
    assert.equal(harness.journal.readNote('clock'), '{"offsetMs":7}');
    harness.crash();
    assert.equal(harness.journal.readNote('clock'), '{"offsetMs":7}');
  });

  it('reads bodies back from the disk that do not fit in memory', () => {
    harness = new JournalHarness({ bodyBudgetBytes: 0, segmentBytes: 64 * 1024 });
    harness.start();
    harness.create('orders');
    const bodies = Array.from({ length: 400 }, (_, index) => `${index} ${'x'.repeat(1000)}`);
    for (const body of bodies) {
      harness.send('orders', body);
      harness.turn();
    }
    assert.ok(harness.fs.files.size > 6, 'several segments');
    const found: string[] = [];
    while (found.length < bodies.length) found.push(...harness.bodies('orders'));
    assert.deepEqual(found, bodies);
  });
});
