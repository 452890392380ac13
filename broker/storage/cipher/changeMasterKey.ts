import * as l10n from '@vscode/l10n';
import type { MasterKey } from '../../kms/masterKey.ts';
import { openCipherKeys, rewriteCipherKeys } from './cipherKeys.ts';
import { claimFolder } from '../lock/claimFolder.ts';
import { checkDataFolder } from '../disk/prepareFolder.ts';
import { type JournalRefusal, explainError, refuse } from '../format/refusal.ts';

/** How many data keys were wrapped again. */
export interface MasterKeyChange {
  readonly ok: true;
  readonly dataKeys: number;
}

/**
 * Wraps the data keys of an encrypted folder by another master key; messages are not rewritten. Only while no broker works
 * on the folder: one that runs changes its key itself. After a crash in the middle, the folder needs either the old or the new key.
 */
export async function changeMasterKey(
  folder: string,
  current: MasterKey,
  next: MasterKey,
): Promise<MasterKeyChange | JournalRefusal> {
  const refusal = checkDataFolder(folder);
  if (refusal !== undefined) return refusal;
  const lock = await claimFolder(folder);
  if (!lock.ok) return lock;
  try {
    try {
      const opened = openCipherKeys(folder, current, 'existing', lock);
      if (!opened.ok) return refuse('wrongKey', opened.message);
      if (opened.keys === undefined) {
        return refuse(
          'wrongKey',
          l10n.t('The data folder {0} is not encrypted: it has no key to change.', folder),
        );
      }
      if (current.id === next.id) {
        return refuse('wrongKey', l10n.t('The new key ({0}) is already the key of {1}.', next.id, folder));
      }
      return { ok: true, dataKeys: rewriteCipherKeys(opened.keys, next).size };
    } finally {
      lock.release();
    }
  } catch (error) {
    return explainError(folder, error);
  }
}
