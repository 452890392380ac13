import { type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';

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
      l10n.t(
        'The folder {0} belongs to another user (uid {1}): make it yours with "chown -R {2} {0}".',
        folder,
        status.uid,
        user,
      ),
    );
  }
  if (isOpen(status)) {
    const mode = (status.mode & 0o7777).toString(8).padStart(4, '0');
    throw new UnsafeFolderError(
      l10n.t(
        'The folder {0} can be written to by other users (mode {1}): close it with "chmod go-w {0}".',
        folder,
        mode,
      ),
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
