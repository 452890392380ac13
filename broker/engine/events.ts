import type { Caller } from './base/caller.ts';
import type { MessageContent } from './base/content.ts';
import type { Delivery } from './state/delivery.ts';
import type { Message } from './state/message.ts';
import type { Queue } from './state/queue.ts';

interface Base {
  /** Epoch ms on the engine's clock; of the deadline, where a deadline made it happen. */
  readonly at: number;
  readonly queue: Queue;
}

interface OfMessage extends Base {
  readonly message: Message;
}

/**
 * Events of the engine, in order. Storage, trace and counters listen; the engine does not know them. Messages and
 * queues are live objects, as they are just after the event: a listener reads what it needs at once.
 */
export type EngineEvent =
  | (Base & { readonly kind: 'queueCreated'; readonly caller: Caller })
  | (Base & {
      readonly kind: 'queueChanged';
      readonly caller: Caller;
      readonly what: 'attributes' | 'tags' | 'policy';
    })
  | (Base & { readonly kind: 'queueDeleted'; readonly caller: Caller; readonly messagesLost: number })
  | (Base & { readonly kind: 'purged'; readonly caller: Caller; readonly messagesLost: number })
  | (OfMessage & {
      readonly kind: 'sent';
      readonly caller: Caller;
      /** What was sent, as the store was given it. */
      readonly content: MessageContent;
      readonly delayMs: number;
    })
  /** FIFO: a send within the deduplication window; nothing was stored. */
  | (Base & {
      readonly kind: 'deduplicated';
      readonly caller: Caller;
      readonly messageNumber: number;
      readonly groupId: string;
    })
  /** A delay ended, or the visibility timeout of a receive was 0: it hid nothing. */
  | (OfMessage & { readonly kind: 'visible' })
  | (OfMessage & {
      readonly kind: 'received';
      readonly caller: Caller;
      readonly delivery: Delivery;
      readonly timeoutMs: number;
    })
  | (OfMessage & {
      readonly kind: 'visibilityChanged';
      readonly caller: Caller;
      readonly delivery: Delivery;
      readonly timeoutMs: number;
    })
  /** A visibility timeout ran out. */
  | (OfMessage & { readonly kind: 'expired'; readonly delivery: Delivery })
  /**
   * `delivery` is the receive whose handle was used, or the newest one when the editor deletes; undefined when there was
   * none. `late`: its visibility timeout had run out.
   */
  | (OfMessage & {
      readonly kind: 'deleted';
      readonly caller: Caller;
      readonly delivery: Delivery | undefined;
      readonly late: boolean;
    })
  /** A deletion with the handle of an earlier receive: it was answered, and nothing was deleted. */
  | (OfMessage & { readonly kind: 'deleteIgnored'; readonly caller: Caller; readonly receiptHandle: string })
  | (OfMessage & { readonly kind: 'retentionExpired' })
  /** `queue` is the source; the message is in `target` already. */
  | (OfMessage & { readonly kind: 'movedToDeadLetter'; readonly target: Queue })
  /** A move task took the message from the dead-letter queue `queue`; its copy in `target` is `moved`. */
  | (OfMessage & { readonly kind: 'redriven'; readonly target: Queue; readonly moved: Message })
  /** An edit was taken back. `isWritten`: the message came by a `redriven` event, which says where from. */
  | (OfMessage & { readonly kind: 'restored'; readonly caller: Caller; readonly isWritten: boolean })
  | (OfMessage & { readonly kind: 'held'; readonly delivery: Delivery })
  | (OfMessage & { readonly kind: 'released'; readonly delivery: Delivery });

/**
 * What a call did that changed nothing and is counted all the same: it was given nothing, or what an equal call had been
 * given before, or it deleted what was deleted.
 */
export type IdleCall = 'emptyReceive' | 'repeatedReceive' | 'repeatedDelete';

/** @param at epoch ms on the engine's clock */
export type IdleCallListener = (queue: Queue, call: IdleCall, at: number) => void;

export type EngineListener = (event: EngineEvent) => void;
