/*
 * The kinds of records in a segment, and the bits of their flags. A new one follows the ritual in format.md.
 */

export const KIND = {
  /** A message, whole: its state is in the head, its content behind it. Supersedes older records of its number. */
  message: 1,
  /** The state of a message whose content is in an older record. */
  state: 2,
  /** The records of a message up to one place are void. */
  gone: 3,
  /** A queue, whole. Supersedes older records of its number. */
  queue: 4,
  queueGone: 5,
  /** All messages of a queue up to an arrival number are void. */
  purge: 6,
  /** A move task, whole. */
  moveTask: 7,
  /** A deduplication ID whose message record may no longer exist. */
  deduplication: 8,
  /** A small named value of another part of the broker. */
  note: 9,
  /** The highest numbers given out; first in every segment. */
  counters: 10,
  /** Messages that one commit wrote, each as `message` has it, their contents sealed as one. Since format 2. */
  block: 11,
  /** The segments that exist, with their ends: second in every segment. Since format 3. */
  segments: 12,
  /** A segment is about to be removed: its absence is no loss. Since format 3. */
  removed: 13,
  /** A purge, or the deletion of a queue, is taken back. Since format 3. */
  undo: 14,
} as const;

export type Kind = (typeof KIND)[keyof typeof KIND];

const LAST_KIND = KIND.undo;

export function isKind(kind: number): kind is Kind {
  return kind >= 1 && kind <= LAST_KIND;
}

/** Bits of a frame's flags, for messages and states. */
export const FLAG = {
  /** The content is sealed on its own. Format 1 wrote that; format 2 has blocks. */
  sealed: 1,
  /** The head has a receive. */
  received: 2,
  groupId: 4,
  deduplicationId: 8,
  sequence: 16,
  /** The head names the queue that the message was moved from. */
  moved: 32,
  /** A send that a client waits for, or a block of them; dropped when it cannot be stored. */
  sent: 64,
} as const;

/**
 * Bit of a frame's flags, for what voids a message: a jump of the clock ended it, whose number follows. Who does not know it
 * treats the message as deleted.
 */
export const ENDED_FLAG = 1;

/** Bit of a frame's flags, for queues: says nothing new, and is here so that this segment can be read without others. */
export const COPY_FLAG = 1;
