import type { UndoableAdvance } from './clock.ts';
import { NO_PARAMS, notification, request, type } from './method.ts';

/** Who wants a data folder takes an owner that did not change its lock for this long for dead, ms on its own clock. */
export const DATA_LOCK_SILENCE_MS = 6000;

/** The end of a file that was cut off: what a crash was in the middle of writing, never acknowledged. */
export interface TornTail {
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
  /** What the record seems to have been, such as `message`; absent when not even that is legible. */
  readonly kind?: string;
}

/** A file that could not be read in part. What was readable of it is kept elsewhere. */
export interface DamagedSegment {
  /** Its name before. */
  readonly file: string;
  /** Its name now, in the same folder; absent when it stays: a later start may read more of it. */
  readonly setAsideAs?: string;
  readonly gaps: number;
  readonly unreadableBytes: number;
  /** The file whose contents it had, when it had another name. */
  readonly belongsTo?: string;
}

/** A file that ought to exist and does not; its sizes are absent when nothing tells them. */
export interface MissingSegment {
  readonly file: string;
  readonly bytes?: number;
  /** Messages that were in it when another file was begun behind it; some may have been deleted since. */
  readonly messages?: number;
}

/** A queue that was made for messages whose own queue is not known any more. */
export interface RecoveredQueue {
  readonly queueArn: string;
  readonly messages: number;
}

/** Messages whose retention ended while no broker ran, for more than a day. */
export interface ExpiredMessages {
  readonly messages: number;
  /** How long no broker ran, ms. */
  readonly absenceMs: number;
  /** What says so: the time since the machine was started, or, when it was started meanwhile, its wall clock. */
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
  /** Messages that no key opens, and lines of the key file that the master key does not open. They are kept. */
  readonly unreadable: number;
  readonly unreadableKeys: number;
}

/** A purge or a deletion of a queue that can be undone. */
export interface UndoableLoss {
  readonly kind: 'purge' | 'delete';
  readonly queueArn: string;
  /** Epoch ms. */
  readonly at: number;
  /** How many messages would come back. */
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
  /** Messages that cannot be read now; they are kept, and given to no one. */
  readonly unreadable: number;
  readonly recovery?: RecoveryReport;
  /** Why nothing can be stored at the moment; absent while all is well. */
  readonly failure?: string;
  /** In the order in which they happened. */
  readonly undoable: readonly UndoableLoss[];
  /** Jumps of the clock that ended messages, in their order. */
  readonly undoableAdvances: readonly UndoableAdvance[];
}

/**
 * Reads durability, folder, bytes and files on the disk, what the start found there (`recovery`: what was restored, what was
 * cut off, what was damaged and set aside, which files are missing, which queues were recovered, what no key opens), how many
 * messages cannot be read now, why nothing can be stored now, if so, and which purges and deletions can be undone. A client
 * asks when it connects.
 */
export const getStorage = request('queueside/storage/get', {
  params: NO_PARAMS,
  result: type<StorageState>(),
  stores: 'nothing',
});

/**
 * Sent to every initialized client when storing begins to fail and when it works again. In memory it fails while messages have
 * reached `--max-memory`.
 */
export const storageChanged = notification<StorageState>('queueside/storage/changed');
