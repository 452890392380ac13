import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MasterKey } from '../../broker/kms/masterKey.ts';
import { CIPHER_KEYS_FILE } from '../../broker/storage/cipher/cipherKeys.ts';
import { type FoundRecord, type KindName } from '../support/journalFiles.ts';
import { JournalHarness } from '../support/journalHarness.ts';
import { DAMAGES, type Damage, isThorough, sample } from './damage/damages.ts';
import { type Story, contents, tellStory } from './damage/story.ts';

const DELETIONS: ReadonlySet<KindName> = new Set(['gone', 'purge', 'queueGone']);

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
        it(`${name}: undamaged messages exist, deleted ones do not, and the rest is reported`, () => {
          for (const damage of sample(list(story))) check(story, damage);
        });
      }
    });
  }
});
