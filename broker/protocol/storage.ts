import type { UndoableAdvance } from './clock.ts';
import { NO_PARAMS, notification, request, type } from './method.ts';

/**
 * An owner of a data folder that has not changed its lock for this long counts as dead, in ms on the clock of the
 * process that wants the folder.
 */
export const DATA_LOCK_SILENCE_MS = 6000;

/** The truncated end of a file: a record that was being written during a crash and was never acknowledged. */
export interface TornTail {
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
  /** What the record seems to have been, such as `message`; absent if it is unreadable. */
  readonly kind?: string;
}

/** A partly unreadable file. Its readable records are kept elsewhere. */
export interface DamagedSegment {
  /** Its previous name. */
  readonly file: string;
  /**
   * Its name now, in the same folder; absent if it was not renamed because a later start may be able to read more of
   * it.
   */
  readonly setAsideAs?: string;
  readonly gaps: number;
  readonly unreadableBytes: number;
  /** The file whose contents it had, if that has another name. */
  readonly belongsTo?: string;
}

/** A missing file; its sizes are absent if they are unknown. */
export interface MissingSegment {
  readonly file: string;
  readonly bytes?: number;
  /** Messages that it held when the next file was started; some may have been deleted since. */
  readonly messages?: number;
}

/** A queue that was created for messages whose own queue is unknown. */
export interface RecoveredQueue {
  readonly queueArn: string;
  readonly messages: number;
}

/** Messages whose retention ended while no broker ran, for more than a day. */
export interface ExpiredMessages {
  readonly messages: number;
  /** How long no broker ran, ms. */
  readonly absenceMs: number;
  /**
   * How this was measured: by the machine's time since boot or, if the machine was restarted meanwhile, by its wall
   * clock.
   */
  readonly by: 'boot' | 'wall';
}

/** What the broker found in its data folder when it started. */
export interface RecoveryReport {
  readonly segments: number;
  readonly records: number;
  readonly queues: number;
  readonly messages: number;
  readonly durationMs: number;
  readonly tornTails: readonly TornTail[];
  readonly damaged: readonly DamagedSegment[];
  readonly expired?: ExpiredMessages;
  readonly missing: readonly MissingSegment[];
  readonly recovered: readonly RecoveredQueue[];
  /** Messages that no key decrypts, and lines of the key file that the master key does not decrypt. They are kept. */
  readonly unreadable: number;
  readonly unreadableKeys: number;
}

/** A purge or a deletion of a queue that can be undone. */
export interface UndoableLoss {
  readonly kind: 'purge' | 'delete';
  readonly queueArn: string;
  /** Epoch ms. */
  readonly at: number;
  /** How many messages an undo would restore. */
  readonly messages: number;
}

/** Where and how messages are kept. */
export interface StorageState {
  /** `none`: in memory. */
  readonly durability: 'none' | 'process' | 'power';
  /** Absolute path; absent when messages are in memory. */
  readonly folder?: string;
  /** Bytes and files of the journal, without what was set aside. */
  readonly bytes: number;
  readonly segments: number;
  /** Damaged files that were set aside, by this start or an earlier one. */
  readonly setAside: number;
  /** Messages that cannot be read now; they are kept, but not delivered. */
  readonly unreadable: number;
  readonly recovery?: RecoveryReport;
  /** Why nothing can be stored at the moment; absent if storing works. */
  readonly failure?: string;
  /** In the order in which they happened. */
  readonly undoable: readonly UndoableLoss[];
  /** Advances of the clock that expired messages, in order. */
  readonly undoableAdvances: readonly UndoableAdvance[];
}

/**
 * Reads durability, folder, bytes and files on the disk; what the start found there (`recovery`: what was restored,
 * truncated, damaged and set aside, which files are missing, which queues were recovered, what no key decrypts); how
 * many messages cannot be read now; why nothing can be stored now, if so; and which purges and deletions can be undone.
 * Call it when you connect.
 */
export const getStorage = request('queueside/storage/get', {
  params: NO_PARAMS,
  result: type<StorageState>(),
  stores: 'nothing',
});

/**
 * Sent to every initialized client when storing starts to fail and when it works again. In memory, storing fails while
 * messages have reached `--max-memory`.
 */
export const storageChanged = notification<StorageState>('queueside/storage/changed');
