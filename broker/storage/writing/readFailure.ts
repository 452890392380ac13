import { codeOf } from '../disk/fileSystem.ts';
import { DamagedRecordError } from './messageReader.ts';

/** What passes: the next read may well succeed. */
const PASSING = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'EINTR', 'ENOMEM']);

/**
 * Whether an error means that a record cannot be read: it is damaged, does not open, or the disk does not give it back.
 */
export function isReadFailure(error: unknown): error is Error {
  if (error instanceof DamagedRecordError) return true;
  const code = codeOf(error);
  return code !== undefined && !PASSING.has(code) && !code.startsWith('ERR_');
}
