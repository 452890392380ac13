/** How a program ended. `code` is null if a signal ended it. */
export type ProgramEnd =
  | { readonly code: number; readonly signal: null }
  | { readonly code: null; readonly signal: NodeJS.Signals };

/** Why a program could not be started. */
export interface StartFailure {
  readonly ok: false;
  /**
   * `commandNotFound` and `folderNotFound`: there is no such file, it cannot be executed, or it is no folder. `batchFile`: on
   * Windows, only a shell can run it. `notStarted`: the system rejected the start.
   */
  readonly reason: 'commandNotFound' | 'folderNotFound' | 'batchFile' | 'notStarted';
  /** The command, the folder, the file, or what the system said. */
  readonly subject: string;
}

export function refuseStart(reason: StartFailure['reason'], subject: string): StartFailure {
  return { ok: false, reason, subject };
}
