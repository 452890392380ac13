/** What recovery found. Times in ms. */
export interface RecoveryReport {
  readonly ok: true;
  readonly segments: number;
  readonly records: number;
  readonly queues: number;
  readonly messages: number;
  readonly durationMs: number;
  /** Ends of segments that were cut off: what a crash was in the middle of writing, never acknowledged. */
  readonly tornTails: readonly TornTail[];
  /** Segments that could not be read in part. What was readable of them is kept elsewhere. */
  readonly damaged: readonly DamagedSegment[];
}

export interface TornTail {
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
  /** What the record seems to have been, such as `message`; undefined when not even that is legible. */
  readonly kind: string | undefined;
}

export interface DamagedSegment {
  /** Its name before. */
  readonly file: string;
  /** Its name now, in the same folder; undefined when it could not be renamed. */
  readonly setAsideAs: string | undefined;
  readonly gaps: number;
  readonly unreadableBytes: number;
}
