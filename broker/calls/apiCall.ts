import type { Caller } from '../engine/base/caller.ts';

/** One API call that a front has answered, for the trace and counting of billed requests. */
export interface ApiCall {
  readonly action: string;
  /** Absent if the call names no existing queue. */
  readonly queueArn?: string | undefined;
  readonly caller: Caller;
  /** Sum of the sizes of the messages that were sent or received, in bytes; 0 for all other actions. */
  readonly payloadBytes: number;
  /** What Amazon SQS would have billed: 1 for every started 64 KiB of the payload, at least 1. */
  readonly billedRequests: number;
  /** Messages that were sent, received, deleted or changed by this call. */
  readonly messageCount: number;
  /** From the arrival of the request to its answer, in ms; a long poll's wait is part of it. */
  readonly durationMs: number;
  /** Set when entries of a batch failed and the call did not; code and message are those of the first. */
  readonly failedEntries?:
    | { readonly count: number; readonly code: string; readonly message: string }
    | undefined;
  /** Set when the whole call was refused; `code` is the Query code. */
  readonly error?: { readonly code: string; readonly message: string } | undefined;
  /** With an error of policies: the evaluation in sentences, the verdict first. */
  readonly explanation?: readonly string[] | undefined;
}
