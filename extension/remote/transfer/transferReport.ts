import type { HiddenMessages } from '../heldMessages.ts';

/** Why a transfer ended: `failed` has a problem that concerns all further messages. */
export type TransferEnd = 'finished' | 'maximum' | 'cancelled' | 'failed';

export interface TransferReport {
  readonly end: TransferEnd;
  /** Of `failed`. */
  readonly problem?: string;
  /** Stored by the target, also before an interruption. */
  readonly storedCount: number;
  /** Rejected by the target, or behind such a message in its group: they are in the source. */
  readonly failedCount: number;
  /** Of the first of them. */
  readonly firstFailure: string | undefined;
  /** The target had a message with their deduplication ID: they are in the source. */
  readonly duplicateCount: number;
  /** Stored by the target, and not deleted at the source. */
  readonly inBothCount: number;
  /** Stored before an interruption of a move, and not received again to be deleted: consumers of the source may have received them. */
  readonly missedCount: number;
  /** On their way when no response arrived: they may be stored. */
  readonly unsureCount: number;
  /** Of those, sent again after the interruption. */
  readonly maybeTwiceCount: number;
  readonly hidden: HiddenMessages;
}

export interface TransferProgress {
  /** Stored by the target, also before an interruption. */
  readonly storedCount: number;
  /** Stored, or why not is known. */
  readonly handledCount: number;
  /** Of now: while messages are given back, how many are left. */
  readonly givingBackCount?: number;
}
