import { SeededRandom } from '../random/seededRandom.ts';
import type { Pace } from './loadPace.ts';

/**
 * Messages at the times of a Poisson process: the gaps between them are independent and exponentially distributed, as if
 * many senders that do not know of each other sent one now and then. The same seed gives the same times.
 */
export class PoissonPace implements Pace {
  private readonly perMs: number;
  private readonly seed: number;
  /** What is due is ahead of what is sent: a cursor for each needs no memory of the times between them. */
  private counting: ArrivalCursor;
  private sending: ArrivalCursor;

  /** @param perSecond more than 0 */
  constructor(perSecond: number, seed: number) {
    this.perMs = perSecond / 1000;
    this.seed = seed;
    this.counting = this.createCursor();
    this.sending = this.createCursor();
  }

  countDue(elapsedMs: number): number {
    if (elapsedMs <= this.counting.previousAt) this.counting = this.createCursor();
    while (this.counting.at < elapsedMs) this.counting.move();
    return this.counting.number;
  }

  dueAt(number: number): number {
    if (number < this.sending.number) this.sending = this.createCursor();
    while (this.sending.number < number) this.sending.move();
    return this.sending.at;
  }

  private createCursor(): ArrivalCursor {
    return new ArrivalCursor(new SeededRandom(this.seed), this.perMs);
  }
}

/** Stands at one arrival of the process, at first that of message 0. */
class ArrivalCursor {
  number = 0;
  previousAt = Number.NEGATIVE_INFINITY;
  at: number;
  private readonly random: SeededRandom;
  private readonly perMs: number;

  constructor(random: SeededRandom, perMs: number) {
    this.random = random;
    this.perMs = perMs;
    this.at = this.drawGapMs();
  }

  move(): void {
    this.number++;
    this.previousAt = this.at;
    this.at += this.drawGapMs();
  }

  /** A random number of 0 is possible, one of 1 is not. */
  private drawGapMs(): number {
    return -Math.log(1 - this.random.next()) / this.perMs;
  }
}
