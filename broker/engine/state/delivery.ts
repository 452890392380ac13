import type { Caller } from '../base/caller.ts';
import type { Message } from './message.ts';
import type { Timer } from './timers.ts';

/** One receive of a message: which consumer has it in flight, since when, and until when. */
export class Delivery implements Timer {
  timerPlace = -1;
  readonly message: Message;
  readonly caller: Caller;
  readonly receiptHandle: string;
  /** Epoch ms of the receive; the 12 hours of a message count from here. */
  receivedAt: number;
  /** Remaining visibility timeout when a hold paused it, ms. */
  heldRemainingMs: number | undefined = undefined;
  /** It is held alone, whoever received it. */
  isPaused = false;
  /** Its visibility timeout was changed by the consumer: a repeated receive attempt no longer gives it. */
  isChanged = false;
  private readonly expire: (delivery: Delivery, at: number) => void;

  constructor(
    message: Message,
    caller: Caller,
    receiptHandle: string,
    receivedAt: number,
    expire: (delivery: Delivery, at: number) => void,
  ) {
    this.message = message;
    this.caller = caller;
    this.receiptHandle = receiptHandle;
    this.receivedAt = receivedAt;
    this.expire = expire;
  }

  onDue(at: number): void {
    this.expire(this, at);
  }
}
