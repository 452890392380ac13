import { type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';

const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;

/** What other users may change holds no secret, and decides nothing. */
export class UnsafeFolderError extends Error {
  override readonly name = 'UnsafeFolderError';
}

/**
 * Refuses a folder that belongs to another user, or that others can write to; one that is missing it lets pass. Windows has
 * no such modes and is not asked.
 * @throws UnsafeFolderError
 */
export async function checkPrivateFolder(folder: string): Promise<void> {
  const user = process.getuid?.();
  const status = user === undefined ? undefined : await stat(folder).catch(() => undefined);
  if (user === undefined || status === undefined) return;
  if (status.uid !== user && status.uid !== 0) {
    throw new UnsafeFolderError(
      `The folder ${folder} belongs to another user (uid ${status.uid}): make it yours with "chown -R ${user} ${folder}".`,
    );
  }
  if (isOpen(status)) {
    const mode = (status.mode & 0o7777).toString(8).padStart(4, '0');
    throw new UnsafeFolderError(
      `The folder ${folder} can be written to by other users (mode ${mode}): close it with "chmod go-w ${folder}".`,
    );
  }
}

/** Whether a file of this user is closed to all others. */
export function isPrivateFile({ uid, mode }: Stats): boolean {
  const user = process.getuid?.();
  return user === undefined || ((uid === user || uid === 0) && (mode & 0o077) === 0);
}

/** A group with the number of the user is that user's own, as many systems give one to each. */
function isOpen({ mode, uid, gid }: Stats): boolean {
  return (mode & OTHERS_WRITE) !== 0 || ((mode & GROUP_WRITES) !== 0 && gid !== uid);
}
