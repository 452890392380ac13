import { type Stats, mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;
/** Who may write there may not rename or remove what belongs to others. */
const STICKY = 0o1000;

/**
 * Why a folder is not safe for what belongs to one user, to follow its name in a sentence, with what to do about it; undefined when
 * it is safe. Symbolic links are followed: what counts is where they lead. Windows has no such modes and is not asked.
 * Throws Node's errors.
 */
export function findFolderFault(path: string): string | undefined {
  const folder = realpathSync(path);
  const status = statSync(folder);
  if (!status.isDirectory()) return 'is no folder; move it away or choose another one';
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  const where = folder === resolve(path) ? '' : `leads to ${folder}, which `;
  if (isForeign(status, user)) {
    return `${where}belongs to another user (uid ${status.uid}); make it yours with "chown -R ${user} ${folder}", or choose another folder`;
  }
  if (isOpen(status)) {
    return `${where}can be written to by other users (mode ${modeOf(status)}); close it with "chmod go-w ${folder}"`;
  }
  return findFaultAbove(folder);
}

/** As {@link findFolderFault}, of what a file or folder lies in. */
export function findFaultAbove(path: string): string | undefined {
  return findParentFault(dirname(realpathSync(path)));
}

/** Why nothing that belongs to one user is safe in a folder: who may rename there may put something else in its place. */
export function findParentFault(folder: string): string | undefined {
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  const parent = realpathSync(folder);
  const status = statSync(parent);
  if (!isOpen(status) || (status.mode & STICKY) !== 0) return undefined;
  return `is in the folder ${parent}, which other users can write to (mode ${modeOf(status)}); close that with "chmod go-w ${parent}"`;
}

/** Makes a folder, and those above it, for this user only; and says why it is not safe. Throws Node's errors. */
export function makeSafeFolder(path: string): string | undefined {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return findFolderFault(path);
}

function isForeign({ uid }: Stats, user: number): boolean {
  return uid !== user && uid !== 0;
}

/** A group with the number of the user is that user's own, as many systems give one to everybody. */
function isOpen({ mode, uid, gid }: Stats): boolean {
  return (mode & OTHERS_WRITE) !== 0 || ((mode & GROUP_WRITES) !== 0 && gid !== uid);
}

function modeOf({ mode }: Stats): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
