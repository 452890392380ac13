import type { BatchedMessage, BatchedSend } from '../../../broker/protocol/messages.ts';
import type { Holder, MessageHandle, Refusals } from '../heldMessages.ts';

export interface TakenMessage extends MessageHandle {
  /** As it will be sent; its body is untouched. */
  readonly message: BatchedMessage;
}

/** The queue that messages come from. A call that fails as a whole rejects with {@link TransferCallError}. */
export interface MessageSource extends Holder {
  /** Up to 10. `isLast`: there are no others; a queue that can only receive never knows that. */
  take(maximum: number): Promise<{ readonly messages: readonly TakenMessage[]; readonly isLast: boolean }>;
  /** Up to 10. */
  delete(messages: readonly MessageHandle[]): Promise<Refusals>;
}

/** The queue that messages go to. A call that fails as a whole rejects with {@link TransferCallError}. */
export interface MessageTarget {
  /** Up to 10 messages, and 1 MiB of all of them. @returns what became of each, in their order */
  send(messages: readonly BatchedMessage[]): Promise<readonly SentMessage[]>;
}

/** `stops`: the message is not stored for a reason that concerns the others, too. */
export type SentMessage = BatchedSend | { readonly refusal: string; readonly stops: true };

/** What a transfer remembers for the case that its window closes: message IDs of the source, and no bodies. */
export interface TransferJournal {
  /** Of this transfer alone, also when it is resumed: up to 64 letters, digits and hyphens. */
  readonly id: string;
  /** Stored by the target, and acknowledged. */
  readonly stored: ReadonlySet<string>;
  /** Stored by the target, and deleted at the source. */
  readonly deleted: ReadonlySet<string>;
  /** On their way to the target when the transfer was interrupted: they may be stored. */
  readonly unsure: ReadonlySet<string>;
  noteSending(messageIds: readonly string[]): Promise<void>;
  /** Of those that were on their way; the others are not stored. */
  noteStored(messageIds: readonly string[]): Promise<void>;
  noteDeleted(messageIds: readonly string[]): Promise<void>;
}

/**
 * What a call that failed means for a transfer. `message`: the messages of the call are rejected, others may pass. `stop`: nothing was
 * done, and others would fail, too. `unsure`: it may have been done, as no response arrived.
 */
export type FailureEffect = 'message' | 'stop' | 'unsure';

export class TransferCallError extends Error {
  readonly effect: FailureEffect;

  constructor(message: string, effect: FailureEffect) {
    super(message);
    this.effect = effect;
  }
}

export interface TransferClock {
  /** Epoch ms. */
  readonly readNow: () => number;
  /** Ends early when the signal is aborted. Never rejects. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}
