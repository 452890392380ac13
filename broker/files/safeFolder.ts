import { type Stats, mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';

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
  if (!status.isDirectory()) return l10n.t('is not a folder; move it away or choose another one');
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  const isLinked = folder !== resolve(path);
  if (isForeign(status, user)) {
    return isLinked
      ? l10n.t(
          'leads to {0}, which belongs to another user (uid {1}); make it yours with "chown -R {2} {0}", or choose another folder',
          folder,
          status.uid,
          user,
        )
      : l10n.t(
          'belongs to another user (uid {0}); make it yours with "chown -R {1} {2}", or choose another folder',
          status.uid,
          user,
          folder,
        );
  }
  if (isOpen(status)) {
    return isLinked
      ? l10n.t(
          'leads to {0}, which other users can write to (mode {1}); close it with "chmod go-w {0}"',
          folder,
          modeOf(status),
        )
      : l10n.t(
          'can be written to by other users (mode {0}); close it with "chmod go-w {1}"',
          modeOf(status),
          folder,
        );
  }
  return findFaultAbove(folder);
}

/**
 * Why another user could put something else in the place of a file or folder: one of the folders on the way to it, where its
 * links lead too, can be written to by others. Throws Node's errors.
 * @param isPrivate folders that belong to another user count too: who owns a folder may open it to others
 */
export function findFaultAbove(path: string, isPrivate = false): string | undefined {
  return findFault([...listFolders(resolve(path)), ...listFolders(realpathSync(path))], isPrivate);
}

/** As {@link findFaultAbove}, of a file that may not exist yet, by the folder that it will be in. */
export function findParentFault(folder: string): string | undefined {
  const parent = realpathSync(folder);
  return findFault([parent, ...listFolders(parent)], false);
}

function findFault(folders: readonly string[], isPrivate: boolean): string | undefined {
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  for (const folder of folders) {
    const status = statSync(folder);
    if (isPrivate && isForeign(status, user)) {
      return l10n.t(
        'is in the folder {0}, which belongs to another user (uid {1}); move it to a folder of your own',
        folder,
        status.uid,
      );
    }
    if (isOpen(status) && (status.mode & STICKY) === 0) {
      return l10n.t(
        'is in the folder {0}, which other users can write to (mode {1}); close that with "chmod go-w {0}"',
        folder,
        modeOf(status),
      );
    }
  }
  return undefined;
}

/** The folders that a path lies in, inner ones first. */
function listFolders(path: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); folders.at(-1) !== folder; folder = dirname(folder)) folders.push(folder);
  return folders;
}

/** Creates a folder and its parents for this user only; returns why it is not safe. Throws Node's errors. */
export function makeSafeFolder(path: string): string | undefined {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return findFolderFault(path);
}

function isForeign({ uid }: Stats, user: number): boolean {
  return uid !== user && uid !== 0;
}

/** A group with the number of the user is that user's own, as many systems give one to each; group 0 is the administrator's. */
function isOpen({ mode, uid, gid }: Stats): boolean {
  return (mode & OTHERS_WRITE) !== 0 || ((mode & GROUP_WRITES) !== 0 && gid !== uid && gid !== 0);
}

function modeOf({ mode }: Stats): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
