import { forgetOldest } from '../engine/base/forgetOldest.ts';
import type { EngineEvent } from '../engine/events.ts';
import type { Message } from '../engine/state/message.ts';

/** Consumers whose messages are watched; beyond that the one that received first is forgotten. */
const MAXIMUM_CONSUMERS = 1000;
/** At most this many in-flight messages are tracked per consumer; with more than one, no cause is reported. */
const MAXIMUM_MESSAGES = 1000;

/**
 * Knows which messages each consumer has in flight, to tell what a send was caused by. Messages that disappear without
 * these events (purge, deletion of the queue) are detected at the next query.
 */
export class Causes {
  private readonly inFlight = new Map<string, Set<Message>>();
  /** The batches of functions, by the consumer that is the environment: its event source mapping has the messages. */
  private readonly batches = new Map<string, readonly number[]>();

  observe(event: EngineEvent): void {
    if (event.kind === 'received') this.add(event.caller.consumerId, event.message);
    else if (event.kind === 'deleted' || event.kind === 'expired') {
      const consumerId = event.delivery?.caller.consumerId;
      if (consumerId !== undefined) this.inFlight.get(consumerId)?.delete(event.message);
    }
  }

  /** An environment of a function got a batch. @param messageNumbers of its messages */
  beginBatch(consumerId: string, messageNumbers: readonly number[]): void {
    this.batches.set(consumerId, messageNumbers);
    forgetOldest(this.batches, MAXIMUM_CONSUMERS);
  }

  endBatch(consumerId: string): void {
    this.batches.delete(consumerId);
  }

  /** The number of the one message that this consumer has in flight; undefined when it has none or several. */
  find(consumerId: string): number | undefined {
    const batch = this.batches.get(consumerId);
    if (batch !== undefined) return batch.length === 1 ? batch[0] : undefined;
    const messages = this.inFlight.get(consumerId);
    if (messages === undefined) return undefined;
    let only: Message | undefined;
    for (const message of messages) {
      if (message.state !== 'inFlight' || message.delivery?.caller.consumerId !== consumerId) {
        messages.delete(message);
      } else if (only === undefined) only = message;
      else return undefined;
    }
    return only?.number;
  }

  /** Messages that are watched of all consumers. */
  get watchedCount(): number {
    return [...this.inFlight.values()].reduce((sum, messages) => sum + messages.size, 0);
  }

  private add(consumerId: string, message: Message): void {
    const messages = this.inFlight.get(consumerId);
    if (messages !== undefined) {
      messages.add(message);
      forgetOldest(messages, MAXIMUM_MESSAGES);
      return;
    }
    this.inFlight.set(consumerId, new Set([message]));
    forgetOldest(this.inFlight, MAXIMUM_CONSUMERS);
  }
}
