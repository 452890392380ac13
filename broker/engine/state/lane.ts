import type { Message, MessageState } from './message.ts';
import type { MessageList } from './messageList.ts';
import type { WaitingMessages } from './waitingMessages.ts';

/**
 * One line of waiting messages: a message group of a FIFO queue, or a tenant of a standard queue (one lane holds all
 * messages without a group).
 */
export class Lane<M extends MessageList | WaitingMessages> {
  readonly groupId: string | undefined;
  readonly messages: M;
  /** Messages of this lane that are in flight. */
  inFlightCount = 0;
  /** Fair queues: messages whose delay has not ended. */
  delayedCount = 0;
  /** Fair queues: epoch ms of the last send. */
  lastSentAt = 0;
  /** Fair queues: holds too much of the consumers' time. */
  isNoisy = false;
  /** FIFO queues: the message that was put back last, and is still here. */
  putBackLast: Message | undefined;
  /** Place in a heap of lanes that have something to deliver. */
  readyPlace = -1;

  constructor(groupId: string | undefined, messages: M) {
    this.groupId = groupId;
    this.messages = messages;
  }
}

/** What the noisy tenants of a fair queue hold. */
export interface Noise {
  readonly groups: number;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  isNoisy(message: Message): boolean;
  /** The message of a quiet tenant whose turn is next. */
  readonly firstQuiet: Message | undefined;
}

/** How heaps find a lane's place. */
export const LANE_PLACE = {
  get: (lane: { readonly readyPlace: number }): number => lane.readyPlace,
  set: (lane: { readyPlace: number }, place: number): void => {
    lane.readyPlace = place;
  },
};

/** Decides which message is next. The queue reports every change of a message's state to it, after the change. */
export interface DeliveryOrder {
  /** FIFO queues: how many message groups have a message in flight. */
  readonly groupsInFlight?: number;
  /** Standard queues whose messages have groups: what the noisy ones hold. */
  readNoise?(): Noise | undefined;
  /** A message has come into the queue, visible or delayed. */
  add(message: Message): void;
  /**
   * A message that had left is back, visible or delayed: in an ordered lane, it is before the first one that it
   * precedes.
   */
  insert(message: Message, precedes: (other: Message) => boolean): void;
  /** While it is not 0, messages are being put back into their places, and nothing is given whose order matters. */
  pauses: number;
  /** A message became visible: its delay or its visibility timeout ended. */
  onVisible(message: Message, from: MessageState): void;
  /** A message went in flight: received, or hidden again by a late visibility change. */
  onInFlight(message: Message): void;
  /** A visible message is delayed again: FIFO queues apply a new delay to stored messages. */
  onDelayed(message: Message): void;
  /** A message leaves the queue; its state is still the one that it had. */
  remove(message: Message): void;
  /** Moves the times that it remembers; for a clock that was set back. */
  shiftTimes(byMs: number): void;
  /** Starts choosing messages for one receive. */
  choose(): Chooser;
  /** Visible messages in the order of delivery as far as there is one. */
  visible(): Iterable<Message>;
}

/** Gives deliverable messages one after the other; each must have gone in flight or have left before the next is asked. */
export interface Chooser {
  next(): Message | undefined;
}
