import type { ContentHandle } from '../base/content.ts';
import type { Delivery } from './delivery.ts';
import type { Queue } from './queue.ts';
import type { Timer } from './timers.ts';

/** `unreadable`: set aside, because the store cannot read its content now. */
export type MessageState = 'delayed' | 'visible' | 'inFlight' | 'unreadable' | 'gone';

/** Extra state of a message that was delayed, received or moved; most messages of a large backlog do not need it. */
class History {
  receiveCount = 0;
  firstReceivedAt = 0;
  delivery: Delivery | undefined = undefined;
  delay: Timer | undefined = undefined;
  deadLetterSourceArn: string | undefined = undefined;
  agePlace = -1;
  turn = -1;
  returnedPlace = -1;
  lanePlace = -1;
  shownPlace = -1;
  receivesElsewhere = 0;
}

/**
 * Times are kept as distances from the first one: V8 keeps them in the message itself as long as they are within 24
 * days, and makes a number object of 16 bytes for each when they are not.
 */
let firstSentAt: number | undefined;

/**
 * A message in a queue: its changing state. Its contents are behind `content`. Kept small: there may be ten million.
 */
export class Message {
  /** Unique in a data folder and rising; the message id is computed from it. Kept across moves to dead-letter queues. */
  readonly number: number;
  queue: Queue;
  content: ContentHandle;
  /** By the service's rule: body plus user attributes. */
  readonly sizeBytes: number;
  readonly groupId: string | undefined;
  state: MessageState = 'visible';
  /** Neighbours in the list of its lane. */
  previous: Message | undefined = undefined;
  next: Message | undefined = undefined;
  /** Neighbours in the list of its queue's messages by age. */
  older: Message | undefined = undefined;
  newer: Message | undefined = undefined;
  private sentAfterFirstMs: number;
  private history: History | undefined = undefined;

  constructor(
    number: number,
    queue: Queue,
    content: ContentHandle,
    sentAt: number,
    sizeBytes: number,
    groupId: string | undefined,
  ) {
    firstSentAt ??= sentAt;
    this.number = number;
    this.queue = queue;
    this.content = content;
    this.sentAfterFirstMs = sentAt - firstSentAt;
    this.sizeBytes = sizeBytes;
    this.groupId = groupId;
  }

  /** Epoch ms of the enqueue, from which retention counts. */
  get sentAt(): number {
    return this.sentAfterFirstMs + (firstSentAt as number);
  }

  set sentAt(at: number) {
    this.sentAfterFirstMs = at - (firstSentAt as number);
  }

  get receiveCount(): number {
    return this.history?.receiveCount ?? 0;
  }

  set receiveCount(count: number) {
    this.ensureHistory().receiveCount = count;
  }

  /** Epoch ms; 0 before the first receive. */
  get firstReceivedAt(): number {
    return this.history?.firstReceivedAt ?? 0;
  }

  set firstReceivedAt(at: number) {
    this.ensureHistory().firstReceivedAt = at;
  }

  /** The newest receive, also after its visibility timeout ran out. */
  get delivery(): Delivery | undefined {
    return this.history?.delivery;
  }

  set delivery(delivery: Delivery | undefined) {
    this.ensureHistory().delivery = delivery;
  }

  /** While delayed. */
  get delay(): Timer | undefined {
    return this.history?.delay;
  }

  set delay(delay: Timer | undefined) {
    this.ensureHistory().delay = delay;
  }

  /** ARN of the queue that it was moved here from. */
  get deadLetterSourceArn(): string | undefined {
    return this.history?.deadLetterSourceArn;
  }

  set deadLetterSourceArn(arn: string | undefined) {
    this.ensureHistory().deadLetterSourceArn = arn;
  }

  /** Place among those that are not in the list by age; -1 for all others. */
  get agePlace(): number {
    return this.history?.agePlace ?? -1;
  }

  set agePlace(place: number) {
    this.ensureHistory().agePlace = place;
  }

  /**
   * Its place in the order of delivery, which rises: its number, unless it came to its queue by a delay, a move or (FIFO)
   * a return behind messages with higher numbers.
   */
  get turn(): number {
    const turn = this.history?.turn ?? -1;
    return turn < 0 ? this.number : turn;
  }

  set turn(turn: number) {
    if (turn !== this.turn) this.ensureHistory().turn = turn;
  }

  /** Place among the messages that came back to their lane; -1 for all others. */
  get returnedPlace(): number {
    return this.history?.returnedPlace ?? -1;
  }

  set returnedPlace(place: number) {
    this.ensureHistory().returnedPlace = place;
  }

  /**
   * FIFO: what the order of its message group goes by, which rises from the first message to the last and stays while the
   * message waits: its number, unless it came behind messages with higher numbers.
   */
  get lanePlace(): number {
    const place = this.history?.lanePlace ?? -1;
    return place < 0 ? this.number : place;
  }

  set lanePlace(place: number) {
    if (place !== this.lanePlace) this.ensureHistory().lanePlace = place;
  }

  /** Place among those whose shown age does not go by the list by age; -1 for all others. */
  get shownPlace(): number {
    return this.history?.shownPlace ?? -1;
  }

  set shownPlace(place: number) {
    this.ensureHistory().shownPlace = place;
  }

  /** How many of its receives were in the queue that it was moved here from. */
  get receivesElsewhere(): number {
    return this.history?.receivesElsewhere ?? 0;
  }

  set receivesElsewhere(count: number) {
    this.ensureHistory().receivesElsewhere = count;
  }

  private ensureHistory(): History {
    this.history ??= new History();
    return this.history;
  }
}
