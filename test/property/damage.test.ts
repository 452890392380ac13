import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteMessage } from '../../broker/engine/operations/deleteMessage.ts';
import { deleteQueue } from '../../broker/engine/operations/deleteQueue.ts';
import { startMoveTask } from '../../broker/engine/operations/moveTasks.ts';
import { purgeQueue } from '../../broker/engine/operations/purgeQueue.ts';
import { MasterKey } from '../../broker/kms/masterKey.ts';
import { CIPHER_KEYS_FILE } from '../../broker/storage/cipher/cipherKeys.ts';
import { SEGMENT_HEADER_BYTES, nameSegment } from '../../broker/storage/format/segmentHeader.ts';
import { caller, unwrap } from '../support/engineHarness.ts';
import {
  type FoundRecord,
  type KindName,
  clearRange,
  flipBit,
  listRecords,
} from '../support/journalFiles.ts';
import { JournalHarness } from '../support/journalHarness.ts';
import type { MemoryFileSystem } from '../support/memoryFileSystem.ts';

/** Every bit instead of a few of each record: minutes instead of seconds. */
const isThorough = process.env['QUEUESIDE_DAMAGE'] === 'all';

const MAX_SAMPLES = 80;
const SEGMENT_BYTES = 3000;
const DELETIONS: ReadonlySet<KindName> = new Set(['gone', 'purge', 'queueGone']);

/** What is done to the files, and which of their bytes are not what they were. */
interface Damage {
  readonly name: string;
  readonly apply: (fs: MemoryFileSystem) => void;
  /** File names with the ranges that are lost; a file that keeps its bytes under another name has none. */
  readonly lost: readonly { readonly file: string; readonly start: number; readonly end: number }[];
  /** The change is one that need not be reported. */
  readonly isSilent?: boolean;
}

interface Story {
  readonly folder: string;
  readonly options: ConstructorParameters<typeof JournalHarness>[0];
  readonly fs: MemoryFileSystem;
  readonly clock: JournalHarness['clock'];
  readonly keys: Buffer | undefined;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly records: ReadonlyMap<string, readonly FoundRecord[]>;
  /** Message number to body, of all that is in a queue. */
  readonly messages: ReadonlyMap<number, string>;
}

function contents(harness: JournalHarness): Map<number, string> {
  const found = new Map<number, string>();
  for (const queue of harness.engine.allQueues()) {
    for (const message of queue.byAge.all()) {
      const content = harness.journal.contents.read(message.content);
      found.set(message.number, Buffer.from(content?.body ?? []).toString());
    }
  }
  return found;
}

/** Writes every kind of record, over several starts. */
function tellStory(folder: string, masterKey: MasterKey | undefined): Story {
  const options = { folder, masterKey, segmentBytes: SEGMENT_BYTES, bodyBudgetBytes: 4096, undoMs: 2000 };
  const harness = new JournalHarness(options);
  const syncAtOnce = (): void => {
    harness.fs.syncLater = (_file, done) => done(undefined);
  };
  syncAtOnce();
  harness.start();
  const remove = (name: string, count: number): void => {
    for (const { receiptHandle } of harness.receive(name, { maxMessages: count })) {
      unwrap(deleteMessage(harness.engine, harness.queue(name), receiptHandle, caller));
    }
  };
  const deadArn = harness.create('dead').arn;
  harness.create('orders', {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadArn, maxReceiveCount: 2 }),
  });
  harness.create('ledger.fifo');
  harness.create('purged');
  harness.create('deleted');
  harness.turn();
  let count = 0;
  const send = (name: string): void => {
    const fifo = name.endsWith('.fifo') ? { groupId: `g${count % 3}`, deduplicationId: `${count}` } : {};
    harness.send(name, `${name} ${count++} ${'x'.repeat(120)}`, fifo);
    harness.turn();
  };
  for (const name of ['orders', 'orders', 'ledger.fifo', 'purged', 'deleted', 'orders', 'dead']) {
    for (let each = 0; each < 5; each++) send(name);
  }
  remove('ledger.fifo', 1);
  remove('orders', 3);
  harness.journal.writeNote('faults', '[]');
  for (let round = 0; round < 3; round++) {
    harness.receive('orders', { visibilitySeconds: 0, maxMessages: 2 });
    harness.turn();
  }
  unwrap(purgeQueue(harness.engine, harness.queue('purged'), caller));
  deleteQueue(harness.engine, harness.queue('deleted'), caller);
  harness.turn();
  // It is done at once: there is little to put back.
  void harness.journal.undoing.undoPurge(harness.queue('purged'), () => undefined);
  harness.turn();
  harness.clock.advance(61_000);
  unwrap(purgeQueue(harness.engine, harness.queue('dead'), caller));
  void harness.journal.undoing.undoPurge(harness.queue('dead'), () => undefined);
  harness.turn();
  const input = { sourceArn: deadArn, destinationArn: harness.queue('orders').arn, maxPerSecond: 2 };
  unwrap(startMoveTask(harness.engine, 'task', input, caller));
  harness.clock.advance(1000);
  harness.commit();
  harness.pass(5000);
  harness.journal.close();
  // A damaged file before: what was rescued from it has records for open deduplication windows.
  const [file] = [...harness.fs.files].find(([path]) => path.endsWith('2.segment')) as [string, unknown];
  harness.fs.files.get(file)?.bytes.fill(0, 40, 60);
  harness.crash();
  syncAtOnce();
  for (const name of ['purged', 'orders', 'ledger.fifo']) for (let each = 0; each < 4; each++) send(name);
  remove('orders', 2);
  harness.turn();
  harness.crash();
  syncAtOnce();
  for (const name of ['dead', 'orders']) for (let each = 0; each < 3; each++) send(name);
  harness.pass(5000);
  remove('purged', 2);
  harness.turn();
  const messages = contents(harness);
  harness.journal.close();
  const files = new Map(
    [...harness.fs.files.keys()]
      .filter((path) => path.endsWith('.segment'))
      .sort()
      .map((path) => [path.slice(folder.length + 1), Buffer.from(harness.fs.contentOf(path))]),
  );
  return {
    folder,
    options,
    fs: harness.fs,
    clock: harness.clock,
    keys: masterKey === undefined ? undefined : readFileSync(join(folder, CIPHER_KEYS_FILE)),
    files,
    records: new Map([...files].map(([name, bytes]) => [name, listRecords(bytes)])),
    messages,
  };
}

const isTouched = (damage: Damage, file: string, { offset, length }: FoundRecord): boolean =>
  damage.lost.some((lost) => lost.file === file && lost.start < offset + length && lost.end > offset);

/** Numbers of the messages whose newest record the damage leaves alone. */
function intactMessages(story: Story, damage: Damage): Set<number> {
  const intact = new Map<number, boolean>();
  for (const [file, records] of story.records) {
    for (const record of records) {
      if (record.kind !== 'message' && record.kind !== 'block') continue;
      for (const number of record.messages) intact.set(number, !isTouched(damage, file, record));
    }
  }
  return new Set([...story.messages.keys()].filter((number) => intact.get(number) === true));
}

function touches(story: Story, damage: Damage, kinds: ReadonlySet<KindName>): boolean {
  return [...story.records].some(([file, records]) =>
    records.some((record) => kinds.has(record.kind) && isTouched(damage, file, record)),
  );
}

function check(story: Story, damage: Damage): void {
  const harness = new JournalHarness(story.options);
  harness.fs = story.fs.restart();
  harness.fs.syncLater = (_file, done) => done(undefined);
  harness.clock = story.clock;
  if (story.keys !== undefined)
    writeFileSync(join(story.folder, CIPHER_KEYS_FILE), story.keys, { mode: 0o600 });
  damage.apply(harness.fs);
  harness.start();
  const { tornTails, damaged, missing } = harness.report;
  const found = contents(harness);
  for (const number of intactMessages(story, damage)) {
    assert.equal(found.get(number), story.messages.get(number), `${damage.name}: message ${number}`);
  }
  if (!touches(story, damage, DELETIONS)) {
    for (const number of found.keys())
      assert.ok(story.messages.has(number), `${damage.name}: ${number} is back`);
  }
  const reported = tornTails.length + damaged.length + missing.length;
  assert.equal(reported > 0, damage.isSilent !== true, `${damage.name}: reported ${reported}`);
  // What follows loses nothing more.
  harness.turn();
  harness.pass(10_000);
  harness.crash();
  assert.deepEqual(contents(harness), found, `${damage.name}: after another start`);
  assert.deepEqual(
    [harness.report.tornTails, harness.report.damaged, harness.report.missing],
    [[], [], []],
    `${damage.name}: it is found once`,
  );
}

const replaceFile = (folder: string, file: string, bytes: Buffer) => (fs: MemoryFileSystem) => {
  fs.files.set(`${folder}/${file}`, { bytes, length: bytes.length });
};

/** Evenly chosen, so that a run takes seconds. */
function sample(damages: readonly Damage[]): readonly Damage[] {
  const step = isThorough ? 1 : Math.max(1, damages.length / MAX_SAMPLES);
  return Array.from(
    { length: Math.floor(damages.length / step) },
    (_, index) => damages[Math.floor(index * step)] as Damage,
  );
}

/** Bytes of a record that are flipped: all of its frame, and some of what follows. */
function placesIn({ offset, length }: FoundRecord): number[] {
  const end = offset + length;
  const step = isThorough ? 1 : Math.ceil(length / 6);
  const places = [0, 4, 5, 8, 9, 10].map((place) => offset + place);
  for (let place = offset + 12; place < end; place += step) places.push(place);
  places.push(end - 1);
  return places;
}

const DAMAGES: readonly { readonly name: string; readonly list: (story: Story) => Damage[] }[] = [
  {
    name: 'a flipped bit',
    list: ({ folder, files, records }) =>
      [...files].flatMap(([file, bytes]) => {
        const inHeader = Array.from({ length: SEGMENT_HEADER_BYTES }, (_, place) => place);
        const places = [...inHeader, ...(records.get(file) ?? []).flatMap(placesIn)];
        return places.map((place) => ({
          name: `byte ${place} of ${file}`,
          apply: replaceFile(folder, file, flipBit(bytes, place, place % 8)),
          lost: [{ file, start: place, end: place + 1 }],
        }));
      }),
  },
  {
    name: 'a removed segment',
    list: ({ folder, files }) =>
      [...files].map(([file, bytes]) => ({
        name: `without ${file}`,
        apply: (fs) => fs.unlink(`${folder}/${file}`),
        lost: [{ file, start: 0, end: bytes.length }],
      })),
  },
  {
    name: 'a shortened segment, cut at and beside every record',
    list: ({ folder, files, records }) =>
      [...files].flatMap(([file, bytes]) => {
        const ends = (records.get(file) ?? []).flatMap(({ offset }) => [offset - 1, offset, offset + 1]);
        return [0, 1, 35, ...ends].map((end) => ({
          name: `${file} of ${end} bytes`,
          apply: replaceFile(folder, file, Buffer.from(bytes.subarray(0, end))),
          lost: [{ file, start: end, end: bytes.length }],
        }));
      }),
  },
  {
    name: 'a copy of a segment under another number',
    list: ({ folder, files }) =>
      [...files].map(([file, bytes]) => ({
        name: `a copy of ${file}`,
        apply: replaceFile(folder, nameSegment(0xffff), bytes),
        lost: [],
      })),
  },
  {
    name: 'a segment in the place of another',
    list: ({ folder, files }) =>
      [...files].slice(1).map(([file, bytes], index) => {
        const [other, before] = [...files][index] as [string, Buffer];
        return {
          name: `${file} over ${other}`,
          apply: replaceFile(folder, other, bytes),
          lost: [{ file: other, start: 0, end: before.length }],
        };
      }),
  },
  {
    name: 'two segments that changed their names',
    list: ({ folder, files }) =>
      [...files].slice(1).map(([file, bytes], index) => {
        const [other, before] = [...files][index] as [string, Buffer];
        return {
          name: `${file} and ${other}`,
          apply: (fs) => {
            replaceFile(folder, other, bytes)(fs);
            replaceFile(folder, file, before)(fs);
          },
          lost: [],
        };
      }),
  },
  {
    name: 'zeros in the place of records',
    list: ({ folder, files, records }) =>
      [...files].flatMap(([file, bytes]) => {
        const all = records.get(file) ?? [];
        return all.flatMap(({ offset }, index) =>
          [1, 3, all.length].map((count) => {
            const last = all[Math.min(all.length, index + count) - 1] as FoundRecord;
            const end = last.offset + last.length;
            return {
              name: `${file} from ${offset} to ${end}`,
              apply: replaceFile(folder, file, clearRange(bytes, offset, end)),
              lost: [{ file, start: offset, end }],
            };
          }),
        );
      }),
  },
  {
    name: 'a changed description of the folder',
    list: ({ folder, fs }) => {
      const bytes = Buffer.from(fs.contentOf(`${folder}/folder.json`));
      return Array.from(bytes, (_, place) => ({
        name: `byte ${place} of folder.json`,
        apply: replaceFile(folder, 'folder.json', flipBit(bytes, place, place % 7)),
        lost: [],
        isSilent: true,
      }));
    },
  },
];

describe('a damaged data folder', function () {
  this.timeout(isThorough ? 3_600_000 : 120_000);
  const scratch = mkdtempSync(join(tmpdir(), 'queueside-damage-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  for (const [kind, masterKey] of [
    ['in the clear', undefined],
    ['encrypted', new MasterKey(Buffer.alloc(32, 7))],
  ] as const) {
    describe(kind, () => {
      let story: Story;
      before(() => {
        story = tellStory(mkdtempSync(join(scratch, 'story-')), masterKey);
      });

      it('has every kind of record in several segments, as it is without damage', () => {
        const kinds = new Set([...story.records.values()].flat().map((record) => record.kind));
        const all: KindName[] = [
          'state',
          'gone',
          'queue',
          'queueGone',
          'purge',
          'moveTask',
          'note',
          'counters',
        ];
        const own: KindName[] = masterKey === undefined ? ['message'] : ['block'];
        for (const name of [...all, ...own, 'deduplication', 'segments', 'removed', 'undo'] as const) {
          assert.ok(kinds.has(name), name);
        }
        assert.ok(story.files.size > 4);
        check(story, { name: 'nothing', apply: () => undefined, lost: [], isSilent: true });
      });

      for (const { name, list } of DAMAGES) {
        it(`${name}: what is whole is there, what is deleted is not, and the rest is reported`, () => {
          for (const damage of sample(list(story))) check(story, damage);
        });
      }
    });
  }
});
