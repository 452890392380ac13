import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { CIPHER_KEYS_FILE, openCipherKeys } from './cipher/cipherKeys.ts';
import { nodeFileSystem } from './disk/fileSystem.ts';
import { openFolder } from './disk/folder.ts';
import { Journal } from './journal.ts';
import type { JournalOptions } from './journalOptions.ts';
import { claimFolder } from './lock/claimFolder.ts';
import { fenceLastSegment } from './lock/fence.ts';
import { guardFileSystem } from './lock/guardedFileSystem.ts';
import type { Machine } from './lock/machine.ts';
import { prepareFolder } from './disk/prepareFolder.ts';
import { type JournalRefusal, explainError, refuse } from './format/refusal.ts';

/**
 * Opens the journal of a data folder, for the one broker that may; makes the folder when it is missing. Reads everything
 * that is in it; {@link Journal.restore} puts it into an engine.
 */
export async function openJournal(
  options: Omit<JournalOptions, 'lock'>,
  machine?: Machine,
): Promise<Journal | JournalRefusal> {
  const refusal = prepareFolder(options.folder);
  if (refusal !== undefined) return refusal;
  const lock = await claimFolder(options.folder, machine);
  return lock.ok ? openLockedJournal({ ...options, lock }) : lock;
}

/** As {@link openJournal}, with the lock of the folder held; releases it when it refuses. */
export function openLockedJournal(options: JournalOptions): Journal | JournalRefusal {
  const { folder, lock } = options;
  const fs = guardFileSystem(options.fs ?? nodeFileSystem, lock);
  try {
    if (lock.isSeized) fenceLastSegment(fs, folder);
    const opened = openFolder(fs, folder);
    const keys = opened.ok ? openCipherKeys(folder, options.masterKey, 'any', lock) : undefined;
    if (opened.ok && keys?.ok) {
      const journal = new Journal(options, fs, opened, keys.keys);
      // A damaged key costs only its own messages; a missing file may still be restored.
      const isKeyless = keys.keys === undefined || keys.keys.isNew;
      if (!isKeyless || !journal.encryption.lacksKeys) {
        journal.encryption.settleKeys();
        return journal;
      }
      journal.close();
      const path = join(folder, CIPHER_KEYS_FILE);
      return refuse(
        'wrongKey',
        l10n.t('The data folder {0} has messages whose keys are not in {1}.', folder, path),
      );
    }
    lock.release();
    return keys === undefined || keys.ok ? (opened as JournalRefusal) : refuse('wrongKey', keys.message);
  } catch (error) {
    lock.release();
    return explainError(folder, error);
  }
}
