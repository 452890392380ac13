import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';

/** Opens without waiting: a pipe in place of a file would block the broker forever. Windows does not know the flag. */
const NONBLOCKING = (constants.O_NONBLOCK as number | undefined) ?? 0;

/** Something else is where a file should be: a pipe, a folder, a device, a socket. */
export class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
  readonly code = 'ENOTREG';

  constructor(path: string) {
    super(l10n.t('{0} is not a regular file; move it away or delete it', path));
  }
}

/**
 * Opens a file that exists, and nothing but a regular file. Throws Node's errors and NotAFileError.
 * @param flags such as `constants.O_RDONLY`
 */
export function openRegularFile(path: string, flags: number): number {
  let file: number;
  try {
    file = openSync(path, flags | NONBLOCKING);
  } catch (error) {
    // Errors of opening a socket, a device without a driver, or a folder for writing.
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ENXIO' || code === 'EISDIR' || code === 'ENODEV' ? new NotAFileError(path) : error;
  }
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw new NotAFileError(path);
}

/** The whole of a regular file. Throws as {@link openRegularFile} does. */
export function readRegularFile(path: string): Buffer {
  const file = openRegularFile(path, constants.O_RDONLY);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}
