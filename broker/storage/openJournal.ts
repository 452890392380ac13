import { join } from 'node:path';
import { CIPHER_KEYS_FILE, openCipherKeys } from './cipherKeys.ts';
import { nodeFileSystem } from './fileSystem.ts';
import { openFolder } from './folder.ts';
import { Journal } from './journal.ts';
import type { JournalOptions } from './journalOptions.ts';
import { type FolderLock, lockFolder, nodeProcesses } from './lock.ts';
import { type JournalRefusal, explainError, refuse } from './refusal.ts';

/**
 * Opens the journal of a data folder, for the one broker that may. Reads everything that is in it; {@link Journal.restore}
 * puts it into an engine.
 */
export function openJournal(options: JournalOptions): Journal | JournalRefusal {
  const { folder, fs = nodeFileSystem, processes = nodeProcesses } = options;
  let lock: FolderLock | undefined;
  try {
    fs.makeFolder(folder);
    const locked = lockFolder(fs, folder, processes);
    if (!locked.ok) return locked;
    lock = locked;
    const opened = openFolder(fs, folder);
    const keys = opened.ok ? openCipherKeys(folder, options.masterKey) : undefined;
    if (opened.ok && keys?.ok) {
      const journal = new Journal(options, fs, lock, opened, keys.keys);
      // Single keys that are damaged cost their messages only; a file that is not there at all may still come back.
      const isKeyless = keys.keys === undefined || keys.keys.isNew;
      if (!isKeyless || !journal.lacksKeys) {
        journal.settleKeys();
        return journal;
      }
      journal.close();
      const path = join(folder, CIPHER_KEYS_FILE);
      return refuse('wrongKey', `The data folder ${folder} holds messages whose keys are not in ${path}.`);
    }
    lock.release();
    return keys === undefined || keys.ok ? (opened as JournalRefusal) : refuse('wrongKey', keys.message);
  } catch (error) {
    lock?.release();
    return explainError(folder, error);
  }
}
