import type { Family } from './queues.ts';

/** `may`: it was asked for and not answered whether it is still there. */
export type Presence = 'must' | 'may' | 'never';

/** What programs know of one message. */
export interface Fate {
  readonly label: number;
  readonly family: Family;
  readonly groupId: string | undefined;
  /** Order in its group; what an undo brings back goes to the end. */
  rank: number;
  presence: Presence;
  /** The longest that its visibility timeout can be now, ms, and ever was. */
  timeoutMs: number;
  longestTimeoutMs: number;
  /** A purge or the deletion of its queue took it. */
  wasSwept: boolean;
  /** It is in a queue that recovery made, which no program uses. */
  isRecovered: boolean;
  /** It was moved, and damage of the record of that brought it back where it was: there are two from then on. */
  isDoubled: boolean;
}

/** A purge or a deletion of a queue, and what it takes with what was known of it before. */
export interface Sweep {
  /** A program was told that it is done, and has asked for no undo since: the queue must be gone. */
  isAnswered: boolean;
  /** Bits were flipped since: what it took may be gone for an undo, and the sweep itself unknown. */
  isDamaged: boolean;
  readonly family: Family;
  taken: readonly { readonly fate: Fate; readonly before: Presence }[];
}

/** A message that a broker has. */
export interface FoundMessage {
  readonly queue: string;
  readonly messageId: string;
  readonly body: string;
  readonly state: 'visible' | 'inFlight' | 'delayed';
  /** What is left of its visibility timeout, ms. */
  readonly remainingMs: number;
}
