import assert from 'node:assert/strict';
import { mkdtemp, readdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { JournalFile, listInterrupted } from '../../../extension/remote/transfer/journalFile.ts';

const END = { connectionId: 'x', arn: 'arn:aws:sqs:us-east-1:000000000000:orders', label: 'orders (x)' };
const HEADER = { mode: 'copy', from: END, to: END, maximum: 10, expected: 10, processId: 2 ** 30 } as const;

describe('The journal of a transfer', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'journals-'));
  });

  for (const { title, act, unsure } of [
    { title: 'no longer what is stored', act: [['ab'], 'ab'], unsure: '' },
    { title: 'not what the target rejected', act: [['ab'], 'a'], unsure: '' },
    { title: 'all that were on their way at each interruption', act: [['ab'], ['cd']], unsure: 'abcd' },
    { title: 'what is on its way once more', act: [['ab'], ['bc'], 'c'], unsure: 'ab' },
    { title: 'only the rest, once one of them is stored', act: [['ab'], ['a'], 'a'], unsure: 'b' },
  ] as const) {
    it(`has as unsure ${title}, also when it is read again`, async () => {
      const journal = await JournalFile.create(folder, HEADER);
      for (const ids of act)
        await (typeof ids === 'string'
          ? journal.noteStored(ids.split(''))
          : journal.noteSending(ids[0].split('')));
      const read = await JournalFile.open(journal.path);
      assert.deepEqual(
        [[...journal.unsure].join(''), [...(read?.unsure ?? ['none'])].join('')],
        [unsure, unsure],
      );
    });
  }

  it('has an ID of its own, which stays when another process takes it over', async () => {
    const [journal, other] = [
      await JournalFile.create(folder, HEADER),
      await JournalFile.create(folder, HEADER),
    ];
    assert.notEqual(journal.id, other.id);
    assert.match(journal.id, /^[\w-]{1,64}$/);
    assert.equal((await journal.claim(1))?.id, journal.id);
  });

  it('ends the transfer of a process from which it was taken over, and is not created again', async () => {
    const journal = await JournalFile.create(folder, HEADER);
    await journal.claim(1);
    await assert.rejects(journal.noteSending(['a']), { code: 'ENOENT' });
    assert.equal((await readdir(folder)).length, 1);
  });

  for (const { text, ageMs, isKept } of [
    { text: '', ageMs: 0, isKept: true },
    { text: '', ageMs: 59_000, isKept: true },
    { text: '', ageMs: 61_000, isKept: false },
    { text: JSON.stringify({ id: 'x', ...HEADER }), ageMs: 61_000, isKept: true },
    { text: JSON.stringify({ id: 'x', ...HEADER }), ageMs: 14 * 86_400_000 + 1_000, isKept: false },
  ]) {
    it(`is ${isKept ? 'kept' : 'removed'} after ${ageMs} ms if its first line is “${text.slice(0, 7)}”`, async () => {
      const path = join(folder, 'a.jsonl');
      const now = Date.now();
      await writeFile(path, text);
      await utimes(path, new Date(now), new Date(now - ageMs));
      const { journals } = await listInterrupted(folder, now, () => false);
      assert.deepEqual(
        [await readdir(folder), journals.length],
        [isKept ? ['a.jsonl'] : [], isKept && text !== '' ? 1 : 0],
      );
    });
  }
});
