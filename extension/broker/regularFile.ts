import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';

/** Opens without waiting: a pipe in the place of a file would keep a thread forever. Windows does not know the flag. */
const NONBLOCKING = (constants.O_NONBLOCK as number | undefined) ?? 0;

/** Opens a file for reading, and nothing but a regular file; the caller closes it. Rejects with Node's errors, or says so. */
export async function openRegularFile(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | NONBLOCKING);
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new Error(l10n.t('{0} is not a regular file.', path));
}

/** The whole of a regular file, as text. Rejects as {@link openRegularFile} does. */
export async function readRegularFile(path: string): Promise<string> {
  const file = await openRegularFile(path);
  try {
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}
