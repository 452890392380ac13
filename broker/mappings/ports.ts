import type { Caller } from '../engine/base/caller.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { ReceiveCompletion, ReceiveInput } from '../engine/operations/receiveMessages.ts';
import type { ReceivedMessage } from '../engine/state/receivedMessage.ts';
import type { AbsentField } from '../eventFilters/matchRecord.ts';
import type { Slice, Sliced } from '../eventFilters/slices.ts';
import type { FunctionInvoker } from '../functions/ports.ts';
import type { ItemFailureCause } from '../protocol/invocation.ts';
import type { Mapping } from './mapping.ts';
import type { judgeBatch } from './outcome.ts';

/** A message for the next event. */
export interface GatheredMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** Of a FIFO queue. */
  readonly groupId: string | undefined;
  /** Its record in the event, JSON. */
  readonly record: string;
  /** Of {@link record} in UTF-8. */
  readonly bytes: number;
  /** When its visibility timeout ends, if no hold stops it; epoch ms on the broker's clock. */
  readonly leaseEndsAt: number;
}

/** A message that no filter matches: it is deleted at once. */
export interface UnwantedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** Of a FIFO queue. */
  readonly groupId: string | undefined;
  /**
   * Set when only the form of its body kept a filter from matching: the filter, and whether the body is JSON or text.
   */
  readonly bodyForm: { readonly pattern: string; readonly form: 'json' | 'text' } | undefined;
  /** Set when each filter is about a field that it does not have: that of the first filter. */
  readonly absentField: AbsentField | undefined;
}

/** A message that comes again. */
export type FailedMessage = Pick<GatheredMessage, 'messageId' | 'receiptHandle' | 'groupId'>;

/** Why messages of a batch come again. */
export interface ItemFailure {
  readonly cause: ItemFailureCause;
  /** A sentence in the user's language. */
  readonly detail: string;
}

/** What a mapping makes of a message that it received. */
export type ReadMessage =
  | { readonly matches: true; readonly message: GatheredMessage }
  | { readonly matches: false; readonly message: UnwantedMessage };

/** Reads messages for one mapping, by its settings at the time; the filters are compiled. */
export type MessageReader = (message: ReceivedMessage, leaseEndsAt: number) => MessageReading;

/** A message that was copied, whose filters are still to be asked. */
export type MessageReading = (slice: Slice) => Sliced<ReadMessage>;

/** What a mapping counts (docs/functions.md#metrics). */
export const MAPPING_COUNTERS = [
  'PolledEventCount',
  'FilteredOutEventCount',
  'InvokedEventCount',
  'FailedInvokeEventCount',
  'DeletedEventCount',
  'DroppedEventCount',
] as const;
export type MappingCounter = (typeof MAPPING_COUNTERS)[number];

/** The queues, as a consumer has them. */
export interface QueueAccess {
  find(queueArn: string): Queue | undefined;
  /** As `receiveMessages` of the engine. */
  receive(queue: Queue, input: ReceiveInput, caller: Caller, complete: ReceiveCompletion): () => void;
  /**
   * Deletes up to ten messages.
   * @returns how many deletions succeeded
   */
  deleteBatch(queue: Queue, receiptHandles: readonly string[], caller: Caller): number;
  /** Pauses the visibility timeouts of messages in flight, or resumes them with the time that they had left. */
  pause(queue: Queue, receiptHandles: readonly string[], isPaused: boolean): void;
  /** Calls back when a queue was created; returns what ends that. Called in the middle of an operation of the engine. */
  onCreated(listener: (queueArn: string) => void): () => void;
}

export interface PollerPorts {
  readonly queues: QueueAccess;
  readonly functions: FunctionInvoker;
  createReader(mapping: Mapping, queue: Queue): MessageReader;
  /** Given, because its texts are translated: the bundle of mappings has no translations. */
  readonly judge: typeof judgeBatch;
  /** A new UUID. */
  createId(): string;
  /** Epoch ms on the broker's clock. */
  now(): number;
  /** Wakes the pollers, in a later turn, when the broker's clock is there; undefined: never. */
  wakeAt(deadline: number | undefined): void;
  count(mapping: Mapping, counter: MappingCounter, by: number): void;
  /** Messages matched no filter and are deleted. */
  noteUnwanted(mapping: Mapping, queue: Queue, messages: readonly UnwantedMessage[], caller: Caller): void;
  /** Messages were in a batch and come again. @param caller with the invocation */
  noteFailed(queue: Queue, messages: readonly FailedMessage[], failure: ItemFailure, caller: Caller): void;
}
