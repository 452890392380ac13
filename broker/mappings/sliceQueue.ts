import { Slice, type Sliced } from '../eventFilters/slices.ts';

/** Texts that are read one after the other, in slices: the filters of a long message, or a response of 6 MiB, may take seconds. */
export class SliceQueue<T> {
  private readonly waiting: ((slice: Slice) => Sliced<T>)[] = [];
  /** Of the first one. */
  private begun: Sliced<T> | undefined;
  private readonly slice = new Slice();

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  push(reading: (slice: Slice) => Sliced<T>): void {
    this.waiting.push(reading);
  }

  /**
   * Does one slice of the first one. There is one.
   * @returns the steps that it took, and what came of it if it is done
   */
  readSlice(): { readonly steps: number; readonly result: T | undefined } {
    const { slice, waiting } = this;
    slice.restart();
    this.begun ??= (waiting[0] as (slice: Slice) => Sliced<T>)(slice);
    const { done, value } = this.begun.next();
    const steps = Math.max(1, slice.steps);
    if (done !== true) return { steps, result: undefined };
    this.begun = undefined;
    waiting.shift();
    return { steps, result: value };
  }
}
