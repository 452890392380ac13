import * as l10n from '@vscode/l10n';
import type { StartFailure } from './programEnd.ts';

/** As far as it is known: a debugger may say neither. */
interface KnownEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** To follow "ended with". */
export function describeProgramEnd({ code, signal }: KnownEnd): string {
  if (signal !== null) return l10n.t('signal {0}', signal);
  return code === null ? l10n.t('an unknown exit code') : l10n.t('exit code {0}', code);
}

/** A sentence with what is wrong. */
export function describeStartFailure({ reason, subject }: StartFailure): string {
  switch (reason) {
    case 'commandNotFound':
      return l10n.t('The command {0} does not exist, or it cannot be executed.', subject);
    case 'folderNotFound':
      return l10n.t('The folder {0} does not exist. Create it, or change the path.', subject);
    case 'batchFile':
      return l10n.t(
        '{0} is a batch file: write the command as one line of text, which the shell runs.',
        subject,
      );
    case 'notStarted':
      return l10n.t('The program could not be started: {0}', subject);
  }
}
