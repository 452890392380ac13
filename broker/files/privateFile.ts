import { closeSync, constants, fstatSync, readFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { decodeText } from '../protocol/decodeText.ts';
import { NotAFileError, openRegularFile } from './regularFile.ts';
import { findFaultAbove } from './safeFolder.ts';

/** The text of a file that only its owner may read, or why it is refused. */
export type PrivateText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string; readonly isMissing: boolean };

/** Mode bits that give access to the group or to everyone. */
const SHARED_BITS = 0o077;
/** Maximum size of a hand-written file. */
const MAX_BYTES = 1_048_576;

/**
 * Reads a file that holds secrets. Refused unless it is a regular file of this user (or root) that no other user may
 * read or write, in folders where no other user can exchange it; Windows has no such modes and is not asked. What is checked
 * is what was opened.
 */
export function readPrivateFile(path: string, maximumBytes = MAX_BYTES): PrivateText {
  let descriptor: number;
  try {
    descriptor = openRegularFile(path, constants.O_RDONLY);
  } catch (error) {
    if (error instanceof NotAFileError) return refuse(l10n.t('is not a regular file'));
    const code = (error as NodeJS.ErrnoException).code ?? l10n.t('unknown error');
    return { ok: false, message: l10n.t('cannot be opened: {0}', code), isMissing: code === 'ENOENT' };
  }
  try {
    const status = fstatSync(descriptor);
    if (status.size > maximumBytes) return refuse(l10n.t('is larger than {0} bytes', maximumBytes));
    const user = process.getuid?.();
    if (user !== undefined && status.uid !== user && status.uid !== 0) {
      return refuse(l10n.t('belongs to another user'));
    }
    if (user !== undefined && (status.mode & SHARED_BITS) !== 0) {
      const mode = (status.mode & 0o777).toString(8).padStart(4, '0');
      return refuse(l10n.t('is open to others (mode {0}): it must have mode 0600', mode));
    }
    const fault = findFaultAbove(path, true);
    if (fault !== undefined) return refuse(fault);
    const decoded = decodeText(readFileSync(descriptor), new TextDecoder());
    return decoded.ok ? decoded : refuse(decoded.message);
  } finally {
    closeSync(descriptor);
  }
}

function refuse(message: string): PrivateText {
  return { ok: false, message, isMissing: false };
}
