import type { RecoveryReport as FoundInFolder } from '../protocol/storage.ts';

/** What recovery found, as the extension is told of it. */
export interface RecoveryReport extends FoundInFolder {
  readonly ok: true;
}
