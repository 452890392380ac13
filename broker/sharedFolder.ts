import { realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Who else may write. */
const GROUP_WRITE = 0o020;
const OTHERS_WRITE = 0o002;
/** In such a folder, as /tmp is one, entries can be renamed and removed by their owners only. */
const STICKY = 0o1000;

/**
 * The first folder on the way to a file in which another user could put another file in its place: one of another user, or
 * one that others may write without the sticky bit. Links count with the folders that hold them and with those that they
 * lead to. Undefined when there is none, and on Windows, which has no such modes. Throws when there is no such file.
 */
export function findSharedFolder(path: string): string | undefined {
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  const isShared = (folder: string): boolean => mayBeChanged(statSync(folder), user);
  return [...listFolders(resolve(path)), ...listFolders(realpathSync(path))].find(isShared);
}

function listFolders(path: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); folders.at(-1) !== folder; folder = dirname(folder)) folders.push(folder);
  return folders;
}

function mayBeChanged({ uid, gid, mode }: Stats, user: number): boolean {
  if (uid !== user && uid !== 0) return true;
  if ((mode & STICKY) !== 0) return false;
  if ((mode & OTHERS_WRITE) !== 0) return true;
  // Where each user has a group of their own, with the same number, folders are open to it by default.
  return (mode & GROUP_WRITE) !== 0 && gid !== user && gid !== 0;
}
