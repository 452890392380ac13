import { CountWindows } from './countWindows.ts';
import { Moments } from './moments.ts';

/** What is known of the times at which messages arrive, in constant memory. */
export class Arrivals {
  readonly gaps = new Moments();
  readonly windows = new CountWindows();
  count = 0;
  private first = 0;
  private last = 0;
  /** Of the arrivals, each in ms after the first. */
  private sum = 0;

  /** @param time ms; one before the last arrival counts as at the same time: a deadline may be noticed late */
  add(time: number): void {
    const at = this.count === 0 ? time : Math.max(time, this.last);
    if (this.count === 0) this.first = at;
    else this.gaps.add(at - this.last);
    this.last = at;
    this.sum += at - this.first;
    this.count++;
    this.windows.add(at);
  }

  /** From the first to the last one, ms. */
  get spanMs(): number {
    return this.last - this.first;
  }

  /** Per ms, by the gaps; 0 if all came at once. */
  get perMs(): number {
    return this.spanMs === 0 ? 0 : this.gaps.count / this.spanMs;
  }

  /** Where their mean is between the first (0) and the last (1). */
  get centre(): number {
    return this.spanMs === 0 ? 0.5 : this.sum / this.count / this.spanMs;
  }
}
