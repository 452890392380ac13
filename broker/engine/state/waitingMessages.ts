import { IndexedHeap } from './indexedHeap.ts';
import type { Message } from './message.ts';
import { MessageList } from './messageList.ts';

/**
 * The messages that wait in a lane, by their turns. Nearly all are appended in that order and are a list; those that came
 * back to their old place after a receive are in a heap beside it.
 */
export class WaitingMessages {
  private readonly fresh = new MessageList();
  private returned: IndexedHeap<Message> | undefined = undefined;

  get size(): number {
    return this.fresh.size + (this.returned?.size ?? 0);
  }

  /** The message whose turn is next. */
  get first(): Message | undefined {
    const returned = this.returned?.peek();
    const fresh = this.fresh.first;
    if (returned === undefined || fresh === undefined) return returned ?? fresh;
    return returned.turn < fresh.turn ? returned : fresh;
  }

  /** Its turn must be behind those of all that wait. */
  append(message: Message): void {
    this.fresh.append(message);
  }

  /** Puts a message back where it was. */
  putBack(message: Message): void {
    this.returned ??= new IndexedHeap({
      get: ({ returnedPlace }) => returnedPlace,
      set: (element, place) => {
        element.returnedPlace = place;
      },
    });
    this.returned.put(message, message.turn);
  }

  /** The message must be in it. */
  remove(message: Message): void {
    if (this.returned?.remove(message) !== true) this.fresh.remove(message);
  }

  /** In the order of their turns. */
  *[Symbol.iterator](): Generator<Message> {
    const returned = this.returned?.inOrder();
    let next = returned?.next();
    for (const message of this.fresh) {
      while (next?.done === false && next.value.turn < message.turn) {
        yield next.value;
        next = returned?.next();
      }
      yield message;
    }
    for (; next?.done === false; next = returned?.next()) yield next.value;
  }
}
