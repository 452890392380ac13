import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findOwners } from '../../../broker/peers/ownerSearch.ts';
import type { ProcessFiles } from '../../../broker/peers/processFiles.ts';
import { Turns } from '../../../broker/peers/turns.ts';
import { TurnClock } from '../../support/turnClock.ts';

interface FakeProcess {
  readonly userId?: number;
  readonly sockets: readonly string[];
}

/** A `/proc` that notes what is read of it. */
class FakeFiles implements ProcessFiles {
  readonly looked: number[] = [];
  linkCount = 0;
  listCount = 0;
  private readonly processes: Readonly<Record<number, FakeProcess>>;

  constructor(processes: Readonly<Record<number, FakeProcess>>) {
    this.processes = processes;
  }

  readSocketTables(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }
  listProcesses(): readonly number[] {
    this.listCount += 1;
    return Object.keys(this.processes).map(Number);
  }
  userOf(processId: number): number | undefined {
    const process = this.processes[processId];
    return process && (process.userId ?? 1000);
  }
  listOpenFiles(processId: number): readonly string[] {
    this.looked.push(processId);
    return Object.keys(this.processes[processId]?.sockets ?? []);
  }
  readOpenFile(processId: number, file: string): string | undefined {
    this.linkCount += 1;
    const inode = this.processes[processId]?.sockets[Number(file)];
    return inode === undefined ? undefined : `socket:[${inode}]`;
  }
  readProgram(): undefined {
    return undefined;
  }
}

const search = (files: FakeFiles, inodes: readonly string[], known: readonly number[] = []) =>
  findOwners(
    inodes.map((inode) => ({ inode, userId: 1000 })),
    known,
    files,
    new Turns({ nextTurn: () => Promise.resolve(), now: () => 0 }),
  );

describe('the search for the owners of sockets', () => {
  it('finds those of several programs in one pass, the newest first, and stops at the last', async () => {
    const files = new FakeFiles({
      10: { sockets: ['1'] },
      20: { sockets: ['7', '2'] },
      30: { sockets: ['3'] },
    });
    assert.deepEqual(
      [...(await search(files, ['3', '2']))],
      [
        ['3', 30],
        ['2', 20],
      ],
    );
    assert.deepEqual(files.looked, [30, 20]);
  });

  it('looks first at the programs that have called before', async () => {
    const files = new FakeFiles({ 10: { sockets: ['1'] }, 20: { sockets: ['2'] } });
    assert.deepEqual([...(await search(files, ['1'], [10]))], [['1', 10]]);
    assert.deepEqual([files.looked, files.listCount], [[10], 0]);
  });

  it('leaves out the processes of other users, and those that have ended', async () => {
    const files = new FakeFiles({ 10: { userId: 0, sockets: ['1'] }, 20: { sockets: [] } });
    assert.deepEqual([...(await search(files, ['1'], [99]))], []);
    assert.deepEqual(files.looked, [20]);
  });

  it('ends after 100,000 files', async () => {
    const sockets = Array.from({ length: 60_000 }, () => '9');
    const files = new FakeFiles({ 10: { sockets }, 20: { sockets }, 30: { sockets } });
    assert.equal((await search(files, ['1'])).size, 0);
    assert.equal(files.linkCount, 120_000);
  });

  const worlds: Readonly<Record<string, Readonly<Record<number, FakeProcess>>>> = {
    'the files of one process': { 10: { sockets: Array.from({ length: 1000 }, () => '9') } },
    'many processes of other users': Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [index + 1, { userId: 0, sockets: [] }]),
    ),
  };
  for (const [name, world] of Object.entries(worlds))
    it(`gives way to everything else after each millisecond while it looks at ${name}`, async () => {
      const clock = new TurnClock();
      await findOwners([{ inode: '1', userId: 1000 }], [], new FakeFiles(world), new Turns(clock));
      assert.ok(clock.turnCount >= 49, `${clock.turnCount}`);
      assert.ok(clock.longestMs < 1.2, `${clock.longestMs}`);
    });
});
