/** What damage excuses. */
export interface Allowance {
  /** Ids of messages whose own bytes were hit. */
  readonly lost: ReadonlySet<string>;
  /** Ids of messages whose deletion was hit. */
  readonly returned: ReadonlySet<string>;
  /** A purge, or the deletion of a queue, was hit. */
  readonly sweepsReturn: boolean;
  /** So was an undo, which had told where the messages are that a later one took: they can be back at a later start. */
  readonly sweepsReturnLater: boolean;
  /** States are older than they were. */
  readonly isDamaged: boolean;
}

export const NO_ALLOWANCE: Allowance = {
  lost: new Set(),
  returned: new Set(),
  sweepsReturn: false,
  sweepsReturnLater: false,
  isDamaged: false,
};
