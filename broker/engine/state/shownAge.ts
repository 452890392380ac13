import { IndexedHeap } from './indexedHeap.ts';
import type { Message } from './message.ts';

/** A message that was received so often is skipped: it would hide the age of those that wait (docs/metrics.md). */
const SKIPPED_FROM = 3;

/** How many messages {@link ShownAge.findOldest} looks at: it is asked at every event. */
const MAXIMUM_LOOKS = 64;

/**
 * The message whose age a standard queue shows as that of its oldest: the first in the list by age that was not received
 * too often. Messages behind it in the list never count again, so finding the next one is O(1) in the long run. What a
 * dead-letter queue got counts from the move, and is in a heap, as is what the list by age does not have.
 */
export class ShownAge {
  private first: Message | undefined;
  private readonly aside = new IndexedHeap<Message>({
    get: (message) => message.shownPlace,
    set: (message, place) => {
      message.shownPlace = place;
    },
  });

  /** A message has come into the list by age. */
  add(message: Message): void {
    if (message.agePlace >= 0) {
      if (!isReceivedTooOften(message)) this.aside.put(message, message.sentAt);
    } else if (this.first === undefined && !this.isSkipped(message)) this.first = message;
  }

  /** A message was moved here: neither its age nor its receives in the other queue count. */
  restart(message: Message, now: number): void {
    message.receivesElsewhere = message.receiveCount;
    this.aside.put(message, now);
    if (message === this.first) this.first = this.findNext(message);
  }

  /** The count of its receives has risen. */
  noteReceive(message: Message): void {
    if (!isReceivedTooOften(message)) return;
    this.aside.remove(message);
    if (message === this.first) this.first = this.findNext(message);
  }

  /** A message is about to leave the list by age. */
  remove(message: Message): void {
    this.aside.remove(message);
    if (message === this.first) this.first = this.findNext(message);
  }

  /** The oldest of the list by age that is accepted; undefined if it is not among the first. */
  findOldest(isAccepted: (message: Message) => boolean): Message | undefined {
    let message = this.first;
    for (let looks = 0; message !== undefined && looks < MAXIMUM_LOOKS; looks++) {
      if (!this.isSkipped(message) && isAccepted(message)) return message;
      message = message.newer;
    }
    return undefined;
  }

  /** From when its age counts, epoch ms. */
  peekKey(): number | undefined {
    const aside = this.aside.peekKey();
    if (aside === undefined || this.first === undefined) return aside ?? this.first?.sentAt;
    return Math.min(aside, this.first.sentAt);
  }

  /** To be called when the `sentAt` of all messages has been or will be moved by so much. */
  shiftKeys(byMs: number): void {
    this.aside.shiftKeys(byMs);
  }

  private findNext(message: Message): Message | undefined {
    let next = message.newer;
    while (next !== undefined && this.isSkipped(next)) next = next.newer;
    return next;
  }

  private isSkipped(message: Message): boolean {
    return this.aside.has(message) || isReceivedTooOften(message);
  }
}

function isReceivedTooOften({ receiveCount, receivesElsewhere }: Message): boolean {
  return receiveCount - receivesElsewhere >= SKIPPED_FROM;
}
