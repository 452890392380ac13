import type { ProcessFiles } from './processFiles.ts';
import type { SocketEntry } from './socketTable.ts';
import type { Turns } from './turns.ts';

/** Open files that one search looks at, at most. */
const MAXIMUM_FILES = 100_000;

/**
 * Finds the processes that have these sockets open: those that called before first, then the newest.
 * @param known processes that have called before
 * @returns the process id for each inode that was found
 */
export async function findOwners(
  entries: readonly SocketEntry[],
  known: readonly number[],
  files: ProcessFiles,
  turns: Turns,
): Promise<ReadonlyMap<string, number>> {
  const wanted = new Map(entries.map(({ inode }) => [`socket:[${inode}]`, inode]));
  const users = new Set(entries.map(({ userId }) => userId));
  const owners = new Map<string, number>();
  let fileCount = 0;
  for (const processId of listCandidates(files, known)) {
    // Most processes may belong to other users, and have no file that is looked at.
    if (turns.isOver) await turns.next();
    const userId = files.userOf(processId);
    if (userId === undefined || !users.has(userId)) continue;
    for (const file of files.listOpenFiles(processId)) {
      fileCount += 1;
      if (turns.isOver) await turns.next();
      const target = files.readOpenFile(processId, file);
      const inode = target === undefined ? undefined : wanted.get(target);
      if (target === undefined || inode === undefined) continue;
      owners.set(inode, processId);
      wanted.delete(target);
    }
    if (wanted.size === 0 || fileCount > MAXIMUM_FILES) break;
  }
  return owners;
}

/** The list of all processes is not even read if those that are known have all sockets. */
function* listCandidates(files: ProcessFiles, known: readonly number[]): Generator<number> {
  yield* known;
  const isKnown = new Set(known);
  for (const processId of files.listProcesses().toSorted((one, other) => other - one)) {
    if (!isKnown.has(processId)) yield processId;
  }
}
