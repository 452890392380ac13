import type { CallerInvocation } from '../engine/base/caller.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { Mapping } from './mapping.ts';
import { createMappingCaller } from './mappingCaller.ts';
import type { FailedMessage, GatheredMessage, ItemFailure, PollerPorts, UnwantedMessage } from './ports.ts';

/** Entries of one call. */
const MAXIMUM_ENTRIES = 10;

/** Messages of one invocation that are still to be settled. */
interface Settled<M> {
  readonly invocation: CallerInvocation;
  readonly messages: M[];
}

/** What a mapping still has to do with messages whose fate is known, ten at once: to delete them, or to note why they come again. */
export class Settlements {
  private readonly ports: PollerPorts;
  private readonly mapping: Mapping;
  private readonly unwanted: UnwantedMessage[] = [];
  private readonly processed: Settled<string>[] = [];
  private readonly failed: (Settled<FailedMessage> & { readonly failure: ItemFailure })[] = [];

  constructor(mapping: Mapping, ports: PollerPorts) {
    this.mapping = mapping;
    this.ports = ports;
  }

  get isEmpty(): boolean {
    return this.unwanted.length === 0 && this.processed.length === 0 && this.failed.length === 0;
  }

  /** No filter matches it. */
  addUnwanted(message: UnwantedMessage): void {
    this.unwanted.push(message);
  }

  /** Its function processed these messages in this invocation. */
  addProcessed(messages: readonly GatheredMessage[], invocation: CallerInvocation): void {
    if (messages.length === 0) return;
    this.processed.push({ invocation, messages: messages.map(({ receiptHandle }) => receiptHandle) });
  }

  /** These come again. */
  addFailed(messages: readonly GatheredMessage[], invocation: CallerInvocation, failure: ItemFailure): void {
    if (messages.length === 0) return;
    const facts = messages.map(({ messageId, receiptHandle, groupId }) => ({
      messageId,
      receiptHandle,
      groupId,
    }));
    this.failed.push({ invocation, messages: facts, failure });
  }

  /** Settles up to ten messages. @returns how many there were */
  settleSome(): number {
    const queue = this.ports.queues.find(this.mapping.queueArn);
    if (this.unwanted.length > 0) return this.deleteUnwanted(queue);
    return this.processed.length > 0 ? this.deleteProcessed(queue) : this.noteFailed(queue);
  }

  private deleteUnwanted(queue: Queue | undefined): number {
    const { ports, mapping } = this;
    const messages = this.unwanted.splice(0, MAXIMUM_ENTRIES);
    if (queue === undefined) return messages.length;
    ports.noteUnwanted(
      mapping,
      queue,
      messages,
      createMappingCaller(mapping, 'ReceiveMessage', ports.createId()),
    );
    ports.count(mapping, 'FilteredOutEventCount', messages.length);
    this.delete(
      queue,
      messages.map(({ receiptHandle }) => receiptHandle),
    );
    return messages.length;
  }

  private deleteProcessed(queue: Queue | undefined): number {
    const { ports, mapping, processed } = this;
    const { messages: handles, invocation } = takeSome(processed);
    if (queue === undefined) return handles.length;
    const deleted = this.delete(queue, handles, invocation);
    if (deleted > 0) ports.count(mapping, 'DeletedEventCount', deleted);
    return handles.length;
  }

  private noteFailed(queue: Queue | undefined): number {
    const { ports, mapping, failed } = this;
    const failure = failed[0]?.failure;
    const { messages, invocation } = takeSome(failed);
    if (queue !== undefined && failure !== undefined) {
      const caller = createMappingCaller(mapping, 'ReceiveMessage', ports.createId(), invocation);
      ports.noteFailed(queue, messages, failure, caller);
    }
    return messages.length;
  }

  /** @returns how many deletions succeeded */
  private delete(queue: Queue, handles: readonly string[], invocation?: CallerInvocation): number {
    const { ports, mapping } = this;
    const caller = createMappingCaller(mapping, 'DeleteMessageBatch', ports.createId(), invocation);
    return ports.queues.deleteBatch(queue, handles, caller);
  }
}

/** Takes up to ten messages of the first invocation. */
function takeSome<M>(settled: Settled<M>[]): Settled<M> {
  const first = settled[0] as Settled<M>;
  const messages = first.messages.splice(0, MAXIMUM_ENTRIES);
  if (first.messages.length === 0) settled.shift();
  return { invocation: first.invocation, messages };
}
