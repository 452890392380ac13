import type { MasterKey } from '../kms/masterKey.ts';
import { openCipherKeys, rewriteCipherKeys } from './cipherKeys.ts';
import { type FileSystem, codeOf, nodeFileSystem } from './fileSystem.ts';
import { type ProcessTable, lockFolder, nodeProcesses } from './lock.ts';
import { type JournalRefusal, explainError, refuse } from './refusal.ts';

/** How many data keys were wrapped anew. */
export interface MasterKeyChange {
  readonly ok: true;
  readonly dataKeys: number;
}

/**
 * Wraps the data keys of an encrypted folder by another master key; messages are not rewritten. Only while no broker works
 * on the folder: one that runs changes its key itself. After a crash in the middle the folder wants the one key or the other.
 */
export function changeMasterKey(
  folder: string,
  current: MasterKey,
  next: MasterKey,
  fs: FileSystem = nodeFileSystem,
  processes: ProcessTable = nodeProcesses,
): MasterKeyChange | JournalRefusal {
  try {
    const lock = lockFolder(fs, folder, processes);
    if (!lock.ok) return lock;
    try {
      const opened = openCipherKeys(folder, current, 'existing');
      if (!opened.ok) return refuse('wrongKey', opened.message);
      if (opened.keys === undefined) {
        return refuse('wrongKey', `The data folder ${folder} is not encrypted: it has no key to change.`);
      }
      if (current.id === next.id) {
        return refuse('wrongKey', `The new key (${next.id}) is the one that ${folder} has.`);
      }
      return { ok: true, dataKeys: rewriteCipherKeys(opened.keys, next).size };
    } finally {
      lock.release();
    }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') return explainError(folder, error);
    return refuse('unusable', `There is no data folder ${folder}.`);
  }
}
