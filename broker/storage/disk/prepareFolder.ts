import * as l10n from '@vscode/l10n';
import { findFolderFault, makeSafeFolder } from '../../files/safeFolder.ts';
import { codeOf } from './fileSystem.ts';
import { type JournalRefusal, explainError, refuse } from '../format/refusal.ts';

/** Makes a data folder where none is; why it must not be used, if so. */
export function prepareFolder(folder: string): JournalRefusal | undefined {
  return refuseUnsafe(folder, makeSafeFolder);
}

/** Why a data folder must not be used, if so; one that is missing neither. */
export function checkDataFolder(folder: string): JournalRefusal | undefined {
  return refuseUnsafe(folder, findFolderFault);
}

function refuseUnsafe(
  folder: string,
  find: (path: string) => string | undefined,
): JournalRefusal | undefined {
  try {
    const fault = find(folder);
    return fault === undefined
      ? undefined
      : refuse('unsafe', l10n.t('The data folder {0} {1}.', folder, fault));
  } catch (error) {
    if (codeOf(error) === 'ENOENT')
      return refuse('unusable', l10n.t('The data folder {0} does not exist.', folder));
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOTDIR') {
      return refuse(
        'unusable',
        l10n.t('The data folder {0} cannot be created: something else is in its place.', folder),
      );
    }
    return explainError(folder, error);
  }
}
