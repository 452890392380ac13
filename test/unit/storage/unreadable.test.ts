import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeVisibility } from '../../../broker/engine/operations/changeVisibility.ts';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { startMoveTask } from '../../../broker/engine/operations/moveTasks.ts';
import { MasterKey } from '../../../broker/kms/masterKey.ts';
import { CIPHER_KEYS_FILE } from '../../../broker/storage/cipher/cipherKeys.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { JournalHarness } from '../../support/journalHarness.ts';
import { nodeError } from '../../support/memoryFileSystem.ts';

/** Ways in which the second segment with messages becomes unreadable while the broker runs. */
const LOSSES: readonly [string, (harness: JournalHarness, path: string) => void][] = [
  [
    'a disk that does not read it',
    (harness, path) => {
      harness.fs.onRead = (name) => (name === path ? nodeError('EIO') : undefined);
    },
  ],
  ['its file is gone', (harness, path) => void harness.fs.files.delete(path)],
  [
    'its bytes were changed',
    (harness, path) => {
      harness.fs.files.get(path)?.bytes.fill(7, 40);
    },
  ],
];

describe('a message that cannot be read', () => {
  let harness: JournalHarness;

  function fill(names: readonly string[], attributes: Record<string, string> = {}): string {
    harness = new JournalHarness({ bodyBudgetBytes: 0, segmentBytes: 16_384, undoMs: 0 });
    harness.start();
    for (const name of names) harness.create(name, attributes);
    harness.turn();
    for (let number = 0; number < 60; number++) {
      for (const name of names) {
        const fifo = name.endsWith('.fifo') ? { groupId: 'g', deduplicationId: String(number) } : {};
        harness.send(name, `${number} ${'x'.repeat(3000)}`, fifo);
      }
      harness.turn();
    }
    // What the tail of the journal has in memory is in the last segments.
    harness.restart();
    return [...harness.fs.files.keys()].filter((path) => path.endsWith('.segment')).sort()[1] as string;
  }

  for (const [name, lose] of LOSSES) {
    for (const queue of ['orders', 'ledger.fifo']) {
      it(`${name}, in ${queue}: what is behind it is delivered, and nothing is deleted`, () => {
        const path = fill([queue]);
        const first = harness.receive(queue)[0];
        assert.ok(first !== undefined);
        unwrap(deleteMessage(harness.engine, harness.queue(queue), first.receiptHandle, caller));
        harness.turn();
        lose(harness, path);
        const numbers: number[] = [];
        for (let round = 0; round < 20; round++) {
          for (const { content, receiptHandle } of harness.receive(queue, { maxMessages: 10 })) {
            numbers.push(Number.parseInt(Buffer.from(content.body).toString(), 10));
            unwrap(deleteMessage(harness.engine, harness.queue(queue), receiptHandle, caller));
          }
          harness.turn();
        }
        assert.ok(numbers.length >= 50, `${numbers.length}`);
        assert.deepEqual(
          numbers,
          [...numbers].sort((one, other) => one - other),
        );
        const { unreadableCount } = harness.journal;
        assert.equal(numbers.length + unreadableCount, 59);
        assert.ok(unreadableCount > 0);
        assert.ok(harness.problems.length > 0);
        harness.pass(10_000);
        assert.equal(harness.journal.unreadableCount, unreadableCount);
        if (name !== 'a disk that does not read it') return;
        harness.crash();
        assert.equal(harness.queue(queue).messageCount, unreadableCount, 'another start reads it');
        assert.equal(harness.bodies(queue).length > 0, true);
      });
    }
  }

  it('is stepped over by a move task, and by the move to a FIFO dead-letter queue', () => {
    const path = fill(['dead', 'dead.fifo']);
    const dead = harness.queue('dead');
    const policy = (arn: string) => JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1 });
    const target = harness.create('orders', { RedrivePolicy: policy(dead.arn) });
    harness.turn();
    harness.fs.onRead = (name) => (name === path ? nodeError('EIO') : undefined);
    const input = { sourceArn: dead.arn, destinationArn: target.arn };
    const task = unwrap(startMoveTask(harness.engine, 'task', input, caller));
    harness.clock.advance(10_000);
    assert.equal(task.status, 'COMPLETED');
    assert.ok(dead.unreadable.size > 0);
    assert.equal(target.messageCount + dead.unreadable.size, 60);
  });

  it('is deleted by its newest receipt handle, and has no visibility timeout', () => {
    const path = fill(['orders'], { VisibilityTimeout: '1' });
    const [first] = harness.receive('orders', { maxMessages: 10 }).slice(-1);
    harness.turn();
    // What was read is not remembered over a restart.
    harness.crash();
    const queue = harness.queue('orders');
    harness.clock.advance(1000);
    harness.fs.onRead = (name) => (name === path ? nodeError('EIO') : undefined);
    for (let round = 0; round < 6; round++) harness.receive('orders', { maxMessages: 10 });
    assert.ok([...queue.unreadable].some(({ receiveCount }) => receiveCount === 1));
    const receiptHandle = first?.receiptHandle;
    const changed = changeVisibility(harness.engine, queue, { receiptHandle, visibilitySeconds: 5 }, caller);
    assert.ok(!changed.ok);
    const count = queue.unreadable.size;
    unwrap(deleteMessage(harness.engine, queue, receiptHandle, caller));
    assert.equal(queue.unreadable.size, count - 1);
    const left = queue.messageCount + queue.unreadable.size;
    harness.turn();
    harness.crash();
    assert.equal(harness.queue('orders').messageCount, left);
  });

  describe('because a wrapped data key is damaged', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'queueside-unreadable-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it('waits for a start with the right one: nothing is deleted, others are delivered', () => {
      const masterKey = new MasterKey(Buffer.alloc(32, 7));
      harness = new JournalHarness({ folder, masterKey, bodyBudgetBytes: 0, undoMs: 0, segmentBytes: 4096 });
      harness.start();
      for (const name of ['orders', 'other']) harness.create(name);
      for (let number = 0; number < 20; number++) {
        for (const name of ['orders', 'other']) harness.send(name, `${name} ${number}`);
        harness.turn();
      }
      harness.journal.close();
      const path = join(folder, CIPHER_KEYS_FILE);
      const whole = readFileSync(path, 'utf8');
      const lines = whole.split('\n');
      const [, line] = lines as [string, string];
      lines[1] = line.replace(/"wrapped":"(.)/, (_, letter) => `"wrapped":"${letter === 'A' ? 'B' : 'A'}`);
      writeFileSync(path, lines.join('\n'));
      harness.crash();
      const { unreadable, unreadableKeys } = harness.report;
      assert.deepEqual([unreadable, unreadableKeys], [20, 1]);
      assert.deepEqual(harness.bodies('orders'), []);
      harness.send('orders', 'behind');
      assert.deepEqual(harness.bodies('orders'), ['behind']);
      assert.equal(harness.bodies('other').length, 10);
      // Its retention, and reclaim, leave it alone.
      harness.turn();
      harness.clock.advance(1_000_000_000);
      harness.turn();
      harness.pass(10_000);
      assert.equal(harness.journal.unreadableCount, 20);
      harness.clock.advance(-1_000_000_000);
      harness.journal.close();
      const damaged = readFileSync(path, 'utf8');
      writeFileSync(path, damaged.replace(lines[1], line));
      harness.crash();
      assert.equal(harness.report.unreadable, 0);
      assert.ok(harness.bodies('orders').includes('orders 0'));
    });
  });
});
