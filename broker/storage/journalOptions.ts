import type { MasterKey } from '../kms/masterKey.ts';
import type { FileSystem } from './disk/fileSystem.ts';
import type { Durability } from './disk/groupCommit.ts';
import type { FolderLock } from './lock/heldLock.ts';

export interface JournalOptions {
  readonly folder: string;
  readonly durability: Exclude<Durability, 'none'>;
  /** Bytes of recent messages kept in memory; older ones are read back from the disk. */
  readonly bodyBudgetBytes: number;
  readonly fs?: FileSystem;
  /** The right to the folder; released by the journal. */
  readonly lock: FolderLock;
  /** Encrypts message contents. A folder that is encrypted does not open without its own. */
  readonly masterKey?: MasterKey | undefined;
  readonly segmentBytes?: number;
  /** How long purged messages and deleted queues are kept at least while there is space, ms. */
  readonly undoMs?: number;
  /** Epoch ms on the broker's clock. */
  readonly now?: () => number;
  /** Runs a function at the end of this turn of the event loop. */
  readonly defer?: (run: () => void) => void;
  /** Runs a function after a delay, without keeping the process alive. */
  readonly after?: (ms: number, run: () => void) => void;
  /** Called with errors in the background. */
  readonly onProblem?: (error: Error) => void;
}
