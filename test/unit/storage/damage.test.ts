import assert from 'node:assert/strict';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { startMoveTask } from '../../../broker/engine/operations/moveTasks.ts';
import { setQueueAttributes } from '../../../broker/engine/operations/setQueueAttributes.ts';
import { COPY_FLAG } from '../../../broker/storage/format/recordKinds.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { flipBit, listRecords } from '../../support/journalFiles.ts';
import { FOLDER, JournalHarness } from '../../support/journalHarness.ts';
import { nodeError } from '../../support/memoryFileSystem.ts';
import { PLAIN_FORMAT_2 } from './format2.ts';

const SEGMENT_BYTES = 4096;

describe('what damage leaves of a queue', () => {
  let harness: JournalHarness;

  const segments = (): string[] =>
    [...harness.fs.files.keys()].filter((path) => path.endsWith('.segment')).sort();

  function damageRecords(path: string, kind: string): void {
    const whole = harness.fs.contentOf(path);
    const bytes = listRecords(Buffer.from(whole))
      .filter((record) => record.kind === kind)
      .reduce<Buffer>((all, { offset, length }) => flipBit(all, offset + length - 1, 3), Buffer.from(whole));
    harness.fs.files.set(path, { bytes, length: bytes.length });
  }

  function sendMany(name: string, count: number): void {
    for (let number = 0; number < count; number++) {
      const fifo = name.endsWith('.fifo') ? { groupId: 'g', deduplicationId: String(number) } : {};
      harness.send(name, `${number} ${'x'.repeat(500)}`, fifo);
      harness.turn();
    }
  }

  beforeEach(() => {
    harness = new JournalHarness({ segmentBytes: SEGMENT_BYTES, undoMs: 0 });
    harness.start();
  });

  it('a damaged record of a queue, in a journal of many segments: the queue is as it was', () => {
    harness.create('orders', { VisibilityTimeout: '77' }, { team: 'a' });
    sendMany('orders', 80);
    damageRecords(segments()[0] as string, 'queue');
    harness.crash();
    const queue = harness.queue('orders');
    assert.equal(queue.settings.visibilitySeconds, 77);
    assert.deepEqual([...queue.tags], [['team', 'a']]);
    assert.equal(queue.messageCount, 80);
    assert.equal(harness.report.damaged.length, 1);
    assert.deepEqual(harness.report.recovered, []);
  });

  it('the oldest segment is lost: the queue exists, with the messages of the others', () => {
    harness.create('orders', { VisibilityTimeout: '77' });
    sendMany('orders', 80);
    const [oldest] = segments() as [string];
    const lost = listRecords(Buffer.from(harness.fs.contentOf(oldest))).filter(
      ({ kind }) => kind === 'message',
    );
    harness.fs.files.delete(oldest);
    harness.crash();
    const queue = harness.queue('orders');
    assert.equal(queue.settings.visibilitySeconds, 77);
    assert.equal(queue.messageCount, 80 - lost.length);
    assert.equal(harness.report.missing.length, 1);
    assert.equal(harness.report.missing[0]?.messages, lost.length);
    harness.turn();
    harness.pass(10_000);
    harness.crash();
    assert.equal(harness.queue('orders').messageCount, 80 - lost.length);
    assert.deepEqual(harness.report.missing, [], 'it is reported once');
  });

  for (const name of ['orders', 'ledger.fifo']) {
    it(`all records of ${name} are damaged: its messages are in a recovered queue, which can be used`, () => {
      harness.create(name);
      sendMany(name, 20);
      for (const path of segments()) damageRecords(path, 'queue');
      harness.crash();
      const recovered = name.endsWith('.fifo') ? 'recovered-1.fifo' : 'recovered-1';
      assert.deepEqual(
        harness.report.recovered.map(({ queueArn, messages }) => [queueArn.split(':').at(-1), messages]),
        [[recovered, 20]],
      );
      assert.equal(harness.queue(recovered).settings.retentionSeconds, 1_209_600);
      harness.turn();
      harness.pass(10_000);
      harness.crash();
      assert.deepEqual(harness.report.recovered, [], 'it is a queue like all others');
      assert.equal(harness.queue(recovered).messageCount, 20, 'nothing is reclaimed');
      const [first] = harness.receive(recovered);
      assert.equal(
        Buffer.from(first?.content.body ?? [])
          .toString()
          .slice(0, 2),
        '0 ',
      );
      unwrap(deleteMessage(harness.engine, harness.queue(recovered), first?.receiptHandle, caller));
      harness.turn();
      harness.crash();
      assert.equal(harness.queue(recovered).messageCount, 19);
    });
  }

  it('the record of a deletion is damaged, and the name has another queue: the deleted messages stay deleted', () => {
    harness.create('orders');
    sendMany('orders', 3);
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    harness.turn();
    harness.clock.advance(61_000);
    harness.create('orders');
    harness.send('orders', 'of the newer queue');
    harness.turn();
    harness.journal.close();
    for (const path of segments()) damageRecords(path, 'queueGone');
    harness.crash();
    assert.equal(harness.report.damaged.length, 1);
    assert.equal(harness.report.messages, 1);
    assert.deepEqual(harness.bodies('orders'), ['of the newer queue']);
    harness.turn();
    deleteQueue(harness.engine, harness.queue('orders'), caller);
    harness.turn();
    for (let start = 0; start < 2; start++) {
      harness.crash();
      assert.deepEqual(
        [...harness.engine.allQueues()].map(({ name }) => name),
        [],
      );
    }
  });

  it('messages of a recovered queue can be moved to another one', () => {
    harness.create('orders');
    sendMany('orders', 5);
    for (const path of segments()) damageRecords(path, 'queue');
    harness.crash();
    const source = harness.queue('recovered-1');
    const target = harness.create('orders');
    const policy = JSON.stringify({ deadLetterTargetArn: source.arn, maxReceiveCount: 5 });
    unwrap(setQueueAttributes(harness.engine, target, { RedrivePolicy: policy }, caller));
    unwrap(
      startMoveTask(harness.engine, 'task', { sourceArn: source.arn, destinationArn: target.arn }, caller),
    );
    harness.clock.advance(1000);
    assert.equal(target.messageCount, 5);
  });

  it('a name that is taken: the recovered queue has another', () => {
    harness.create('orders');
    sendMany('orders', 3);
    const [path] = segments() as [string];
    harness.create('recovered-1');
    harness.turn();
    const bytes = Buffer.from(harness.fs.contentOf(path));
    const [, , ofOrders] = listRecords(bytes);
    assert.equal(ofOrders?.kind, 'queue');
    const flipped = flipBit(bytes, ofOrders.offset + 20, 1);
    harness.fs.files.set(path, { bytes: flipped, length: flipped.length });
    harness.crash();
    assert.equal(harness.queue('recovered-1').messageCount, 0);
    assert.equal(harness.queue('recovered-1-2').messageCount, 3);
  });

  it('a folder of format 2 whose record of a queue is damaged keeps the messages', () => {
    for (const [name, text] of Object.entries(PLAIN_FORMAT_2)) {
      const bytes = Buffer.from(text, 'base64');
      harness.fs.files.set(`${FOLDER}/${name}`, { bytes, length: bytes.length });
    }
    const first = `${FOLDER}/00000001.segment`;
    damageRecords(first, 'queue');
    harness.crash();
    assert.equal(harness.report.damaged.length, 1);
    assert.deepEqual(
      harness.report.recovered.map(({ messages }) => messages),
      [3, 2],
    );
    assert.deepEqual(harness.bodies('recovered-2.fifo'), ['entry 1', 'entry 2']);
  });

  it('what a disk does not read at the start is given up, and nothing else', () => {
    harness = new JournalHarness({ bodyBudgetBytes: 0 });
    harness.start();
    harness.create('orders');
    for (let number = 0; number < 40; number++) harness.send('orders', `${number} ${'x'.repeat(1000)}`);
    harness.turn();
    const disk = harness.fs.restart();
    const [path] = [...disk.files.keys()].filter((name) => name.endsWith('.segment')).sort();
    const size = disk.sizeOf(path as string);
    assert.ok(size > 3 * 4096);
    harness.fs = disk;
    harness.fs.restart = () => disk;
    disk.onRead = (name, position, bytes) =>
      name === path && position < 8192 && position + bytes > 4096 ? nodeError('EIO') : undefined;
    harness.crash();
    const { damaged } = harness.report;
    assert.equal(damaged.length, 1);
    const { messageCount } = harness.queue('orders');
    assert.ok(messageCount >= 34, `${messageCount}`);
    const bodies: string[] = [];
    while (bodies.length < messageCount) bodies.push(...harness.bodies('orders'));
    assert.equal(new Set(bodies).size, messageCount);
  });

  it('a queue has at most one record in a segment for its messages, however many there are', () => {
    harness = new JournalHarness({ segmentBytes: 64 * 1024 });
    harness.start();
    const names = Array.from({ length: 200 }, (_, number) => `queue-${number}`);
    for (const name of names) harness.create(name);
    harness.turn();
    for (let round = 0; round < 20; round++) {
      for (const name of names) harness.send(name, 'x'.repeat(50));
      harness.turn();
    }
    for (const path of segments().slice(1)) {
      const records = listRecords(Buffer.from(harness.fs.contentOf(path)));
      const queues = records.filter(({ kind, flags }) => kind === 'queue' && flags === COPY_FLAG).length;
      assert.ok(queues <= names.length, `${queues}`);
      assert.ok(records.filter(({ kind }) => kind === 'message').length >= queues);
    }
  });
});
