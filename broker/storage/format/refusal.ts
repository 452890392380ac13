import * as l10n from '@vscode/l10n';
/** Why a data folder cannot be used, for a user to read. */
export interface JournalRefusal {
  readonly ok: false;
  readonly reason:
    | 'inUse'
    | 'newerFormat'
    | 'notWritable'
    | 'noSpace'
    | 'damaged'
    | 'wrongKey'
    /** Other users may change it. */
    | 'unsafe'
    | 'unusable';
  readonly message: string;
  /** `inUse`: the process that has the folder. */
  readonly pid?: number;
}

export function refuse(reason: JournalRefusal['reason'], message: string, pid?: number): JournalRefusal {
  return pid === undefined ? { ok: false, reason, message } : { ok: false, reason, message, pid };
}

const NOT_WRITABLE = new Set(['EACCES', 'EPERM', 'EROFS']);
const NO_SPACE = new Set(['ENOSPC', 'EDQUOT']);

/** A refusal for an error of the file system. */
export function explainError(folder: string, error: unknown): JournalRefusal {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (NOT_WRITABLE.has(code)) {
    return refuse('notWritable', l10n.t('The data folder {0} is not writable ({1}).', folder, text));
  }
  if (NO_SPACE.has(code))
    return refuse('noSpace', l10n.t('There is no space left for the data folder {0}.', folder));
  return refuse('unusable', l10n.t('The data folder {0} cannot be used ({1}).', folder, text));
}
