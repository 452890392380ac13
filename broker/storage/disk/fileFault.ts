import * as l10n from '@vscode/l10n';
import type { FileFault } from './fileSystem.ts';

/** The folder no longer exists, or belongs to another broker. Has a code, like the errors of the file system. */
export class FolderLostError extends Error {
  override readonly name = 'FolderLostError';
  readonly code = 'ESTALE';
}

/** Why nothing may be acknowledged that is written to this file. */
export function explainFault(path: string, fault: FileFault | undefined): FolderLostError | undefined {
  return fault === undefined ? undefined : new FolderLostError(describe(path, fault));
}

function describe(path: string, fault: FileFault): string {
  switch (fault) {
    case 'deleted or moved':
      return l10n.t('the file {0} was deleted or moved while the broker ran; restart the broker', path);
    case 'replaced':
      return l10n.t('the file {0} was replaced while the broker ran; restart the broker', path);
    case 'shortened':
      return l10n.t('the file {0} was shortened while the broker ran; restart the broker', path);
  }
}
