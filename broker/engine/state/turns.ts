import type { Message } from './message.ts';

/** Leaves room for a million messages between two numbers. */
const STEP = 2 ** -20;

/**
 * Gives the messages of a queue their turns, which rise. A message that is newer than all others keeps its number for one,
 * so that nearly all of a large backlog need no memory for it.
 */
export class Turns {
  private last = 0;

  /** The next turn, for a message that comes into the queue. */
  giveFirst(message: Message): void {
    if (message.number > this.last) {
      this.last = message.number;
      message.turn = message.number;
    } else this.giveNext(message);
  }

  /** A turn behind all others. */
  giveNext(message: Message): void {
    this.last += STEP;
    message.turn = this.last;
  }
}
