import type { Message } from './message.ts';

/** A doubly linked list through the messages themselves: every operation is O(1) and costs no memory of its own. */
export class MessageList {
  first: Message | undefined;
  last: Message | undefined;
  size = 0;

  append(message: Message): void {
    message.previous = this.last;
    message.next = undefined;
    if (this.last === undefined) this.first = message;
    else this.last.next = message;
    this.last = message;
    this.size++;
  }

  /** The message must be in this list. */
  remove(message: Message): void {
    if (message.previous === undefined) this.first = message.next;
    else message.previous.next = message.next;
    if (message.next === undefined) this.last = message.previous;
    else message.next.previous = message.previous;
    message.previous = undefined;
    message.next = undefined;
    this.size--;
  }

  *[Symbol.iterator](): Generator<Message> {
    for (let message = this.first; message !== undefined; ) {
      const next: Message | undefined = message.next;
      yield message;
      message = next;
    }
  }
}
