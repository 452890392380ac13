import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import { MasterKey } from '../../../broker/kms/masterKey.ts';
import { readBlockHead } from '../../../broker/storage/format/blockCodec.ts';
import { BLOCK_BYTES } from '../../../broker/storage/writing/blockDrafts.ts';
import { crc32 } from '../../../broker/storage/format/crc32.ts';
import { FRAME_BYTES, saltOf, seedOf } from '../../../broker/storage/format/format.ts';
import { KIND } from '../../../broker/storage/format/recordKinds.ts';
import { scanRecords } from '../../../broker/storage/disk/scan.ts';
import { SEGMENT_HEADER_BYTES, readSegmentName } from '../../../broker/storage/format/segmentHeader.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { JournalHarness } from '../../support/journalHarness.ts';
import { nodeError } from '../../support/memoryFileSystem.ts';

interface FoundBlock {
  readonly path: string;
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
  readonly keyNumber: number;
  readonly count: number;
  readonly messages: number;
}

describe('messages that are sealed together', () => {
  let folder: string;
  let harness: JournalHarness;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-blocks-'));
    start({});
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function start(options: { readonly bodyBudgetBytes?: number }): void {
    harness = new JournalHarness({ folder, masterKey: new MasterKey(Buffer.alloc(32, 7)), ...options });
    harness.start();
    harness.create('orders');
    harness.create('other');
    harness.turn();
  }

  /** All blocks on the disk, in their order. */
  function blocks(): FoundBlock[] {
    const found: FoundBlock[] = [];
    const salt = saltOf(harness.journal.identityKey);
    for (const path of [...harness.fs.files.keys()].sort()) {
      const segment = readSegmentName(path.slice(folder.length + 1));
      if (segment === undefined) continue;
      const bytes = harness.fs.contentOf(path);
      scanRecords(bytes, SEGMENT_HEADER_BYTES, salt, segment, (kind, _flags, offset, length) => {
        assert.notEqual(kind, KIND.message, 'a message in the clear');
        if (kind !== KIND.block) return;
        const { seal, entries } = readBlockHead(bytes, offset);
        found.push({ path, segment, offset, length, ...seal, messages: entries.length });
      });
    }
    return found;
  }

  const send = (count: number, queue = 'orders', bytes = 10): void => {
    for (let index = 0; index < count; index++) harness.send(queue, `${index} ${'x'.repeat(bytes)}`);
  };

  it('are those of one queue and one turn of the event loop', () => {
    for (let index = 0; index < 10; index++) {
      send(1);
      send(1, 'other');
    }
    harness.turn();
    send(2);
    harness.turn();
    const found = blocks();
    assert.deepEqual(
      found.map(({ messages }) => messages),
      [10, 10, 2],
    );
    assert.notEqual(found[0]?.keyNumber, found[1]?.keyNumber, 'each queue has a key of its own');
    assert.equal(found[0]?.keyNumber, found[2]?.keyNumber);
    harness.restart();
    assert.equal(harness.bodies('orders').length, 10);
  });

  it('are few enough for a body to be read at little cost', () => {
    send(100, 'orders', 1024);
    send(1, 'orders', 200_000);
    harness.turn();
    const found = blocks();
    assert.equal(
      found.reduce((sum, { messages }) => sum + messages, 0),
      101,
    );
    for (const { length, messages } of found) assert.ok(messages === 1 || length < BLOCK_BYTES + 64);
    assert.ok(found.length < 6, `${found.length} blocks`);
    harness.restart();
    const all = Array.from({ length: 11 }, () => harness.bodies('orders')).flat();
    assert.equal(all.length, 101);
    assert.equal(all.at(-1)?.length, 200_002);
  });

  it('are read back one by one from the disk, whichever is asked for first', () => {
    start({ bodyBudgetBytes: 0 });
    send(20, 'orders', 3000);
    harness.turn();
    harness.restart();
    const handles = [...harness.queue('orders').byAge.all()].map(({ content }) => content).reverse();
    const bodies = handles.map((handle) =>
      Buffer.from(harness.journal.contents.read(handle)?.body ?? []).toString(),
    );
    assert.deepEqual(
      bodies.map((body) => Number.parseInt(body, 10)),
      Array.from({ length: 20 }, (_, index) => 19 - index),
    );
  });

  it('go together when a crash cuts the block short, and nothing before them goes', () => {
    send(3);
    harness.turn();
    harness.send('other', 'last');
    send(4);
    harness.turn();
    const last = blocks().at(-1) as FoundBlock;
    const whole = Buffer.from(harness.fs.contentOf(last.path));
    assert.equal(last.messages, 4);
    for (let bytes = 1; bytes < last.length; bytes++) {
      const length = last.offset + bytes;
      harness.fs.files.clear();
      harness.fs.files.set(last.path, { bytes: Buffer.from(whole.subarray(0, length)), length });
      harness.crash();
      assert.deepEqual(
        harness.report.tornTails.map(({ offset, bytes: torn }) => [offset, torn]),
        [[last.offset, bytes]],
      );
      assert.deepEqual(harness.report.damaged, []);
      assert.equal(harness.queue('orders').messageCount, 3);
      assert.deepEqual(harness.bodies('other'), ['last']);
    }
  });

  it('are not delivered when their heads were exchanged on the disk, even with a right checksum', () => {
    start({ bodyBudgetBytes: 0 });
    harness.send('orders', 'first');
    harness.send('orders', 'second');
    harness.turn();
    const { path, offset, length, segment } = blocks().at(-1) as FoundBlock;
    const file = harness.fs.files.get(path);
    assert.ok(file !== undefined);
    const record = file.bytes.subarray(offset, offset + length);
    const [one, two] = readBlockHead(record, 0).entries;
    assert.ok(one !== undefined && two !== undefined);
    const number = Buffer.from(record.subarray(one.headOffset, one.headOffset + 8));
    record.copy(record, one.headOffset, two.headOffset, two.headOffset + 8);
    number.copy(record, two.headOffset);
    const seed = seedOf(saltOf(harness.journal.identityKey), segment, offset);
    record.writeUInt32LE(crc32(record.subarray(4), seed), 0);
    harness.crash();
    assert.deepEqual(harness.report.damaged, []);
    assert.deepEqual(harness.receive('orders', { maxMessages: 10 }), []);
    assert.equal(harness.journal.unreadableCount, 2);
    assert.match(String(harness.problems[0]), /does not open/);
  });

  it('can be received, changed and deleted in the turn in which they are sent', () => {
    send(5);
    const [gone] = harness.receive('orders', { maxMessages: 1 });
    send(5);
    harness.receive('orders', { maxMessages: 1, visibilitySeconds: 60 });
    unwrap(deleteMessage(harness.engine, harness.queue('orders'), gone?.receiptHandle as string, caller));
    harness.receive('orders', { maxMessages: 1, visibilitySeconds: 0 });
    assert.equal(harness.commit(), undefined);
    harness.restart();
    assert.equal(harness.queue('orders').messageCount, 9);
    assert.equal(harness.bodies('orders').length, 8, 'one is in flight');
    harness.turn();
    const counts = [...harness.queue('orders').byAge.all()].map(({ receiveCount }) => receiveCount);
    assert.deepEqual(
      counts.sort((one, other) => one - other),
      [1, 1, 1, 1, 1, 1, 1, 1, 2],
    );
  });

  it('are restored together when a purge is undone', async () => {
    send(8);
    harness.turn();
    unwrap(purgeQueue(harness.engine, harness.queue('orders'), caller));
    harness.turn();
    harness.restart();
    const { undoing } = harness.journal;
    const undone = await harness.finish(undoing.undoPurge(harness.queue('orders'), () => undefined));
    assert.deepEqual(undone, { messages: 8, missing: 0, total: 8 });
    harness.turn();
    harness.restart();
    assert.deepEqual(
      harness.bodies('orders').map((body) => Number.parseInt(body, 10)),
      [0, 1, 2, 3, 4, 5, 6, 7],
    );
  });

  it('are taken back together when the disk refuses them, while moved ones of the same turn stay', () => {
    harness.create('dead');
    const arn = harness.queue('dead').arn;
    harness.create('risky', {
      VisibilityTimeout: '0',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1 }),
    });
    harness.send('risky', 'moved');
    harness.turn();
    harness.receive('risky');
    harness.turn();
    harness.fs.onWrite = () => nodeError('ENOSPC');
    harness.send('dead', 'refused');
    assert.equal(harness.receive('risky').length, 0, 'it goes to the dead-letter queue');
    harness.send('dead', 'refused too');
    assert.ok(harness.commit() instanceof Error);
    assert.equal(harness.queue('dead').messageCount, 1);
    harness.fs.onWrite = undefined;
    assert.equal(harness.commit(), undefined);
    harness.crash();
    assert.deepEqual(harness.bodies('dead'), ['moved']);
    assert.equal(harness.queue('risky').messageCount, 0);
  });

  it('never share key and count with others, whatever was refused, moved or restarted', () => {
    const seals = new Set<string>();
    const note = (): void => {
      for (const { keyNumber, count, segment, offset } of blocks()) {
        const seal = `${keyNumber} ${count}`;
        const place = `${segment} ${offset}`;
        assert.ok(!seals.has(seal) || known.get(seal) === place, `${seal} twice`);
        seals.add(seal);
        known.set(seal, place);
      }
    };
    const known = new Map<string, string>();
    for (let round = 0; round < 6; round++) {
      send(5);
      harness.turn();
      note();
      harness.fs.onWrite = () => nodeError('ENOSPC');
      send(5);
      harness.turn();
      harness.fs.onWrite = undefined;
      send(5);
      harness.turn();
      note();
      if (round % 2 === 1) harness.crash();
    }
    assert.equal(harness.queue('orders').messageCount, 60);
    assert.ok(seals.size >= 12);
  });

  it('begin with nothing that reveals their contents', () => {
    harness.send('orders', 'a secret body', {
      attributes: [{ name: 'secret.name', type: 'String', stringValue: 'a secret value' }],
    });
    harness.turn();
    const { path, offset, length } = blocks().at(-1) as FoundBlock;
    const record = harness.fs.contentOf(path).subarray(offset + FRAME_BYTES, offset + length);
    assert.ok(!record.includes('secret'));
  });
});
