import type { DeliveryFaults } from './deliveryFaults.ts';
import { AgeOrder } from './ageOrder.ts';
import { DeduplicationWindow } from './deduplication.ts';
import { FifoOrder } from './fifoOrder.ts';
import type { DeliveryOrder } from './lane.ts';
import type { Message } from './message.ts';
import type { QueueSettings } from '../rules/queueSettings.ts';
import { ReceiveAttempts } from './receiveAttempts.ts';
import type { RememberedIds } from './rememberedIds.ts';
import { ShownAge } from './shownAge.ts';
import { StandardOrder } from './standardOrder.ts';
import type { Timer } from './timers.ts';
import type { Waiter } from './waiter.ts';

export interface QueueName {
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  readonly name: string;
}

/** A queue: its settings, and its messages by what they are waiting for. The operations live in files of their own. */
export class Queue {
  /** Unique in a data folder; receipt handles carry it. */
  readonly number: number;
  readonly region: string;
  readonly account: string;
  readonly name: string;
  readonly arn: string;
  settings: QueueSettings;
  readonly tags = new Map<string, string>();
  /** Epoch ms. */
  createdAt: number;
  modifiedAt: number;
  /** Grows with each change of the settings or tags; begins at 0 with each start of the broker. */
  revision = 0;
  /** Epoch ms of the last purge; -Infinity before the first. */
  purgedAt = Number.NEGATIVE_INFINITY;
  isDeleted = false;

  readonly order: DeliveryOrder;
  /** Messages that were received at least once and still exist, by number: receipt handles refer to these. */
  readonly received = new Map<number, Message>();
  readonly delayed = new Set<Message>();
  /** Messages that were set aside; no other member but `received` has them. */
  readonly unreadable = new Set<Message>();
  /** Every message but those set aside, by the time of its enqueue. */
  readonly byAge = new AgeOrder();
  /** Standard queues: whose age is shown. A FIFO queue shows that of its oldest message, whatever happened to it. */
  readonly shownAge: ShownAge | undefined;
  visibleCount = 0;
  inFlightCount = 0;
  heldCount = 0;
  /** Ends the retention of the oldest messages; armed while there are any. */
  readonly retention: Timer;

  /** Injected faults; undefined: none. */
  deliveryFaults: DeliveryFaults | undefined = undefined;
  /** Long polls, longest waiting first. */
  readonly waiters = new Set<Waiter>();
  readonly deduplication: DeduplicationWindow;
  readonly attempts: ReceiveAttempts;

  constructor(
    number: number,
    id: QueueName,
    settings: QueueSettings,
    createdAt: number,
    now: () => number,
    expireRetention: (queue: Queue, at: number) => void,
    remembered: RememberedIds,
  ) {
    this.number = number;
    this.region = id.region;
    this.account = id.account;
    this.name = id.name;
    this.arn = `arn:aws:sqs:${id.region}:${id.account}:${id.name}`;
    this.settings = settings;
    this.createdAt = createdAt;
    this.modifiedAt = createdAt;
    this.order = settings.fifo === undefined ? new StandardOrder(now) : new FifoOrder();
    this.shownAge = settings.fifo === undefined ? new ShownAge() : undefined;
    this.deduplication = new DeduplicationWindow(remembered.deduplication);
    this.attempts = new ReceiveAttempts(remembered);
    this.retention = { timerPlace: -1, onDue: (at) => expireRetention(this, at) };
  }

  get isFifo(): boolean {
    return this.settings.fifo !== undefined;
  }

  /** Since when the message waits whose age the queue shows, epoch ms. */
  get shownAgeFrom(): number | undefined {
    return this.shownAge === undefined ? this.byAge.peekKey() : this.shownAge.peekKey();
  }

  get delayedCount(): number {
    return this.delayed.size;
  }

  /** All messages, whatever their state, but those set aside. */
  get messageCount(): number {
    return this.byAge.size;
  }
}
