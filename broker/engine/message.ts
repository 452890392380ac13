import type { ContentHandle } from './content.ts';
import type { Lease } from './lease.ts';
import type { Queue } from './queue.ts';
import type { Timer } from './timers.ts';

export type MessageState = 'delayed' | 'visible' | 'inFlight' | 'gone';

/** A message in a queue: what changes about it. What it says is behind `content`. Kept small: there may be ten million. */
export class Message {
  /** Unique in a data folder and rising; the message id is computed from it. Kept across moves to dead-letter queues. */
  readonly number: number;
  queue: Queue;
  content: ContentHandle;
  /** Epoch ms of the enqueue, from which retention counts. */
  sentAt: number;
  /** By the service's rule: body plus user attributes. */
  readonly sizeBytes: number;
  readonly groupId: string | undefined;
  state: MessageState = 'visible';
  receiveCount = 0;
  /** Undefined, and not 0, before the first receive: V8 would keep a number object with every waiting message. */
  private firstReceive: number | undefined = undefined;
  /** The newest receive, also after its visibility timeout ran out. */
  lease: Lease | undefined = undefined;
  /** While delayed. */
  delay: Timer | undefined = undefined;
  /** ARN of the queue that it was moved here from. */
  deadLetterSourceArn: string | undefined = undefined;
  /** Neighbours in the list of its lane. */
  previous: Message | undefined = undefined;
  next: Message | undefined = undefined;
  /** Neighbours in the list of its queue's messages by age. */
  older: Message | undefined = undefined;
  newer: Message | undefined = undefined;
  /** Place among those that are not in that list. */
  agePlace = -1;

  constructor(
    number: number,
    queue: Queue,
    content: ContentHandle,
    sentAt: number,
    sizeBytes: number,
    groupId: string | undefined,
  ) {
    this.number = number;
    this.queue = queue;
    this.content = content;
    this.sentAt = sentAt;
    this.sizeBytes = sizeBytes;
    this.groupId = groupId;
  }

  /** Epoch ms; 0 before the first receive. */
  get firstReceivedAt(): number {
    return this.firstReceive ?? 0;
  }

  set firstReceivedAt(at: number) {
    this.firstReceive = at === 0 ? undefined : at;
  }
}
