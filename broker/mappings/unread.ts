import { Slice, type Sliced } from '../eventFilters/slices.ts';
import type { MessageReading, ReadMessage } from './ports.ts';

/** What was received and has not been read: the filters of a long body may take seconds, so it is read in slices. */
export class Unread {
  private readonly waiting: MessageReading[] = [];
  /** Of the first one. */
  private begun: Sliced<ReadMessage> | undefined;
  private readonly slice = new Slice();

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  push(reading: MessageReading): void {
    this.waiting.push(reading);
  }

  /**
   * Reads one slice of the first message. There is one.
   * @returns the steps that it took, and the message if it has been read
   */
  readSlice(): { readonly steps: number; readonly message: ReadMessage | undefined } {
    const { slice, waiting } = this;
    slice.restart();
    this.begun ??= (waiting[0] as MessageReading)(slice);
    const { done, value } = this.begun.next();
    const steps = Math.max(1, slice.steps);
    if (done !== true) return { steps, message: undefined };
    this.begun = undefined;
    waiting.shift();
    return { steps, message: value };
  }
}
