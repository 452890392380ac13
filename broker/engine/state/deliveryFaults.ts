import type { Caller } from '../base/caller.ts';
import type { Message } from './message.ts';

/** How many of the messages whose turn it is a shuffled delivery chooses from. */
export const SHUFFLED_FROM = 100;

/**
 * What may go wrong on purpose when a queue delivers. A queue without faults has none of it, and pays one comparison.
 * Who implements this tells the trace; the engine only does what it is told.
 */
export interface DeliveryFaults {
  /** By how many ms a message that is being sent becomes visible late. */
  delayMs(messageNumber: number, caller: Caller): number;
  /** Standard queues: whether a short poll finds nothing although there is something. */
  missesPoll(caller: Caller): boolean;
  /** Standard queues: whether {@link pick} wants to be asked. */
  readonly shuffles: boolean;
  /** The message to deliver next, out of up to {@link SHUFFLED_FROM} of them; the first one is the one whose turn it is. */
  pick(candidates: readonly Message[], caller: Caller): Message;
  /** Whether a deletion is answered and the message stays, to be delivered again. */
  survivesDeletion(message: Message, caller: Caller): boolean;
}
