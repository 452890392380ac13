import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { JournalFile } from '../../../extension/remote/transfer/journalFile.ts';

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
});
