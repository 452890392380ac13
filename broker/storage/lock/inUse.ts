import * as l10n from '@vscode/l10n';
import { type JournalRefusal, refuse } from '../format/refusal.ts';
import type { FoundLock } from './lockFile.ts';

/** For a sentence: which process, where, and since when. */
export function describeOwner({ text, olderPid }: FoundLock): string {
  if (text !== undefined) {
    return l10n.t('the broker with process id {0} on {1}, since {2}', text.pid, text.host, text.since);
  }
  return olderPid === undefined
    ? l10n.t('another broker')
    : l10n.t('the broker with process id {0}', olderPid);
}

/** Refuses a data folder that another broker uses: which process, on which host, and since when. */
export function refuseInUse(folder: string, owner: FoundLock): JournalRefusal {
  const { text, olderPid } = owner;
  if (text === undefined) {
    return refuse(
      'inUse',
      l10n.t('The data folder {0} is in use by {1}.', folder, describeOwner(owner)),
      olderPid,
    );
  }
  const { pid, host, since } = text;
  const message = l10n.t(
    'The data folder {0} has been taken since {1}, on {2}: it is in use by the broker with process id {3}.',
    folder,
    since,
    host,
    pid,
  );
  return refuse('inUse', message, pid);
}
