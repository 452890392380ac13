import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteMessage } from '../../broker/engine/operations/deleteMessage.ts';
import { deleteQueue } from '../../broker/engine/operations/deleteQueue.ts';
import { startMoveTask } from '../../broker/engine/operations/moveTasks.ts';
import { purgeQueue } from '../../broker/engine/operations/purgeQueue.ts';
import { MasterKey } from '../../broker/kms/masterKey.ts';
import { caller, unwrap } from '../support/engineHarness.ts';
import { JournalHarness } from '../support/journalHarness.ts';
import { PowerOff } from '../support/memoryFileSystem.ts';

const COUNT = 40;
const MASTER_KEY = new MasterKey(Buffer.alloc(32, 7));
const ARN = `arn:aws:sqs:${caller.region}:${caller.account}:orders`;
const ignore = (): void => undefined;

/** Bodies by queue, without the order. */
type Picture = Readonly<Record<string, readonly string[]>>;

function picture({ engine, journal }: JournalHarness): Picture {
  const found: Record<string, string[]> = {};
  for (const queue of engine.allQueues()) {
    found[queue.name] = [...queue.byAge.all()]
      .map(({ content }) =>
        Buffer.from(journal.contents.read(content)?.body ?? [])
          .toString()
          .trim(),
      )
      .sort();
  }
  return found;
}

const all = Array.from({ length: COUNT }, (_, number) => String(number)).sort();

interface Operation {
  readonly name: string;
  /** Before the power may go. */
  readonly prepare: (harness: JournalHarness, setKey: (key: MasterKey) => void) => void;
  readonly run: (harness: JournalHarness) => void | Promise<unknown>;
  /** Whether a broker may find this after the end of another in the middle, whatever it did last. */
  readonly allows: (found: Picture, harness: JournalHarness) => boolean;
  /** What it is that the next broker then goes on to, where that is to lose nothing. */
  readonly goOn?: (harness: JournalHarness) => Promise<void>;
}

const isAll = (bodies: readonly string[] | undefined): boolean =>
  bodies !== undefined && bodies.join() === all.join();
const isNone = (bodies: readonly string[] | undefined): boolean => (bodies ?? []).length === 0;
/** Each at least once: what moves may be in both queues, never in none. */
const isEach = (...lists: readonly (readonly string[] | undefined)[]): boolean =>
  new Set(lists.flatMap((bodies) => bodies ?? [])).size === COUNT;

const purge = (harness: JournalHarness): void => {
  unwrap(purgeQueue(harness.engine, harness.queue('orders'), caller));
};
const remove = (harness: JournalHarness): void => {
  deleteQueue(harness.engine, harness.queue('orders'), caller);
};
const undoDelete = (harness: JournalHarness) =>
  harness.finish(harness.journal.undoing.undoDeleteQueue(ARN, caller, ignore));
const undoPurge = (harness: JournalHarness) =>
  harness.finish(harness.journal.undoing.undoPurge(harness.queue('orders'), ignore));

const RETENTION_MS = 4 * 86_400_000;
/** So many that what voids them needs several segments, and the power can go between two of them. */
const MORE_COUNT = 200;
const sendMore = (harness: JournalHarness, attributes: Record<string, string> = {}): void => {
  harness.create('more', attributes);
  for (let number = 0; number < MORE_COUNT; number++) harness.send('more', 'm');
  harness.turn();
};
/** The clock and the messages together, or neither. */
const isJumpWhole = ({ orders, more = [] }: Picture, { advancedMs }: JournalHarness): boolean =>
  advancedMs === 0
    ? isAll(orders) && more.length === MORE_COUNT
    : isNone(orders) && more.length === 0 && advancedMs === RETENTION_MS;
const jump = (harness: JournalHarness): void => {
  harness.jump(RETENTION_MS);
};
const SLICES = 3;
const SLICE_MS = RETENTION_MS / SLICES;
const jumpInSlices = (harness: JournalHarness): void => {
  harness.jump(RETENTION_MS, SLICES, () => harness.turn());
};
/** Those of the first slice end with it, those of the last one with that, and each slice is made or not. */
const areSlicesWhole = ({ orders, more = [] }: Picture, { advancedMs }: JournalHarness): boolean =>
  advancedMs % SLICE_MS === 0 &&
  (advancedMs === RETENTION_MS ? isNone(orders) : isAll(orders)) &&
  more.length === (advancedMs === 0 ? MORE_COUNT : 0);
const undoJump = async (harness: JournalHarness): Promise<void> => {
  for (const { jump: each } of harness.journal.undoing.listJumps()) {
    await harness.finish(harness.undoJump(each.number));
  }
};

const OPERATIONS: readonly Operation[] = [
  {
    name: 'a deletion of a queue',
    prepare: ignore,
    run: remove,
    allows: ({ orders }) => isAll(orders) || orders === undefined,
    goOn: async (harness) => {
      if (harness.engine.findByArn(ARN) === undefined) await undoDelete(harness);
      assert.ok(isAll(picture(harness)['orders']));
    },
  },
  {
    name: 'the undo of a deletion, which is deleted again and undone',
    prepare: remove,
    run: undoDelete,
    allows: ({ orders }) => isAll(orders) || orders === undefined,
    goOn: async (harness) => {
      if (harness.engine.findByArn(ARN) !== undefined) remove(harness);
      harness.turn();
      harness.crash();
      await undoDelete(harness);
      assert.ok(isAll(picture(harness)['orders']));
      harness.turn();
      harness.crash();
      assert.ok(isAll(picture(harness)['orders']), 'after another start');
      assert.deepEqual(harness.journal.undoing.list(), []);
    },
  },
  {
    name: 'a purge',
    prepare: ignore,
    run: purge,
    allows: ({ orders }) => isAll(orders) || isNone(orders),
    goOn: async (harness) => {
      if (harness.queue('orders').messageCount === 0) await undoPurge(harness);
      assert.ok(isAll(picture(harness)['orders']));
    },
  },
  {
    name: 'the undo of a purge, which is purged again and undone',
    prepare: purge,
    run: undoPurge,
    allows: ({ orders }) => isAll(orders) || isNone(orders),
    goOn: async (harness) => {
      harness.clock.advance(61_000);
      purge(harness);
      harness.turn();
      harness.crash();
      await undoPurge(harness);
      assert.ok(isAll(picture(harness)['orders']));
    },
  },
  {
    name: 'a jump of the clock that ends messages',
    prepare: (harness) => sendMore(harness),
    run: jump,
    allows: isJumpWhole,
    goOn: async (harness) => {
      await undoJump(harness);
      assert.equal(harness.advancedMs, 0);
      assert.ok(isJumpWhole(picture(harness), harness));
    },
  },
  {
    name: 'a jump of the clock in slices, each of which ends messages or none',
    prepare: (harness) => sendMore(harness, { MessageRetentionPeriod: '86400' }),
    run: jumpInSlices,
    allows: areSlicesWhole,
    goOn: async (harness) => {
      await undoJump(harness);
      assert.equal(harness.advancedMs, 0);
      assert.ok(areSlicesWhole(picture(harness), harness));
      assert.deepEqual(harness.journal.undoing.listJumps(), []);
    },
  },
  {
    name: 'the undo of a jump of the clock, which is made again and undone',
    prepare: (harness) => {
      sendMore(harness);
      jump(harness);
    },
    run: undoJump,
    allows: isJumpWhole,
    goOn: async (harness) => {
      jump(harness);
      assert.ok(isNone(picture(harness)['orders']));
      harness.turn();
      harness.crash();
      await undoJump(harness);
      assert.ok(isAll(picture(harness)['orders']));
      assert.deepEqual(harness.journal.undoing.listJumps(), []);
    },
  },
  {
    name: 'a move task',
    prepare: (harness) => {
      const policy = JSON.stringify({ deadLetterTargetArn: ARN, maxReceiveCount: 5 });
      harness.create('target', { RedrivePolicy: policy });
    },
    run: (harness) => {
      const input = { sourceArn: ARN, destinationArn: harness.queue('target').arn, maxPerSecond: 50 };
      unwrap(startMoveTask(harness.engine, 'task', input, caller));
      for (let step = 0; step < 12; step++) {
        harness.clock.advance(100);
        harness.commit();
      }
    },
    allows: ({ orders, target }) => isEach(orders, target),
  },
  {
    name: 'moves to a dead-letter queue',
    prepare: (harness) => {
      harness.create('target');
      const deadLetterTargetArn = harness.queue('target').arn;
      const policy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
      harness.create('source', { RedrivePolicy: policy });
      for (let number = 0; number < COUNT; number++) harness.send('source', String(number));
      harness.turn();
      remove(harness);
      for (let round = 0; round < 4; round++) {
        harness.receive('source', { visibilitySeconds: 1, maxMessages: 10 });
      }
      harness.clock.advance(1000);
    },
    run: (harness) => {
      for (let round = 0; round < 8; round++) {
        harness.receive('source', { visibilitySeconds: 0, maxMessages: 5 });
        harness.turn();
      }
    },
    allows: ({ source, target }) => isEach(source, target),
  },
  {
    name: 'reclaim',
    prepare: (harness) => {
      harness.create('gone');
      for (let number = 0; number < 60; number++) {
        harness.send('gone', `gone ${'x'.repeat(200)}`);
        harness.turn();
      }
      for (let round = 0; round < 20; round++) {
        for (const { receiptHandle } of harness.receive('gone', { maxMessages: 10 })) {
          unwrap(deleteMessage(harness.engine, harness.queue('gone'), receiptHandle, caller));
        }
      }
    },
    run: (harness) => harness.pass(5000),
    allows: ({ orders, gone }) => isAll(orders) && isNone(gone),
  },
  {
    name: 'the rewriting of a folder that is encrypted from now on',
    prepare: (harness, setKey) => {
      setKey(MASTER_KEY);
      harness.restart();
      harness.fs.syncLater = (_file, done) => done(undefined);
    },
    run: (harness) => harness.pass(10_000),
    allows: ({ orders }) => isAll(orders),
  },
  {
    name: 'a start on a damaged folder',
    prepare: (harness) => {
      const [, path] = [...harness.fs.files.keys()].filter((name) => name.endsWith('.segment')).sort();
      // The list of segments: nothing that a message needs.
      harness.fs.files.get(path as string)?.bytes.fill(9, 70, 75);
    },
    run: (harness) => {
      const { powerOffAtChange, changes } = harness.fs;
      harness.fs = Object.assign(harness.fs.restart(), { powerOffAtChange, changes });
      harness.start();
    },
    allows: ({ orders }) => isAll(orders),
  },
];

describe('a broker that is killed at any change of its disk', function () {
  this.timeout(300_000);
  const scratch = mkdtempSync(join(tmpdir(), 'queueside-kill-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  for (const isSealed of [false, true]) {
    for (const operation of OPERATIONS) {
      it(`during ${operation.name}${isSealed ? ', encrypted' : ''}: nothing is lost, and nothing is stuck`, async () => {
        // The disk is counted once, then the power goes at every one of its changes.
        const first = await play(operation, isSealed, undefined);
        assert.ok(first.changes > 0);
        for (let change = 0; change <= first.changes; change++) {
          const { harness } = await play(operation, isSealed, change);
          harness.fs.powerOffAtChange = undefined;
          harness.crash();
          harness.fs.syncLater = (_file, done) => done(undefined);
          const found = picture(harness);
          assert.ok(operation.allows(found, harness), `change ${change}: ${JSON.stringify(found)}`);
          assert.deepEqual([harness.report.missing, harness.report.recovered], [[], []], `change ${change}`);
          await operation.goOn?.(harness);
          harness.turn();
          harness.pass(10_000);
          const before = picture(harness);
          harness.crash();
          assert.deepEqual(picture(harness), before, `change ${change}, at another start`);
        }
      });
    }
  }

  async function play(operation: Operation, isSealed: boolean, change: number | undefined) {
    const folder = mkdtempSync(join(scratch, 'folder-'));
    let masterKey = isSealed ? MASTER_KEY : undefined;
    const harness = new JournalHarness({
      folder,
      segmentBytes: 3000,
      bodyBudgetBytes: 4096,
      get masterKey() {
        return masterKey;
      },
    });
    harness.start();
    harness.fs.syncLater = (_file, done) => done(undefined);
    harness.create('orders');
    for (let number = 0; number < COUNT; number++) {
      harness.send('orders', `${number}${' '.repeat(100)}`);
      if (number % 4 === 0) harness.turn();
    }
    harness.turn();
    operation.prepare(harness, (key) => {
      masterKey = key;
    });
    harness.turn();
    const { changes } = harness.fs;
    if (change !== undefined) harness.fs.powerOffAtChange = changes + change;
    try {
      await operation.run(harness);
      harness.turn();
    } catch (error) {
      if (!harness.fs.isOff && !(error instanceof PowerOff)) throw error;
    }
    return { harness, changes: harness.fs.changes - changes };
  }
});
