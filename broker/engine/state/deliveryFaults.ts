import type { Caller } from '../base/caller.ts';

/** How many of the messages whose turn it is a shuffled delivery chooses from. */
export const SHUFFLED_FROM = 100;

/** A message, as far as faults know it: the same object each time. */
export interface FaultedMessage {
  /** Of the trace. */
  readonly number: number;
}

/**
 * Faults to inject when a queue delivers. A queue without faults has none and costs one comparison. The implementation
 * reports to the trace; the engine only follows it.
 */
export interface DeliveryFaults {
  /** Extra delay of a message that is being sent, ms. */
  delayMs(messageNumber: number, caller: Caller): number;
  /** Standard queues: whether a short poll returns nothing even though messages are available. */
  missesPoll(caller: Caller): boolean;
  /** Standard queues: whether to call {@link pick}. */
  readonly shuffles: boolean;
  /** The message to deliver next, out of up to {@link SHUFFLED_FROM} of them; the first one is the one whose turn it is. */
  pick<M extends FaultedMessage>(candidates: readonly M[], caller: Caller): M;
  /** Whether a deletion succeeds but the message stays and is delivered again. */
  survivesDeletion(message: FaultedMessage, caller: Caller): boolean;
}
