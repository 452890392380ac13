import type { TurnWork } from '../time/turnWork.ts';
import type { AlarmBook } from './alarmBook.ts';
import { SHORT_STEP_SECONDS, STEP_SECONDS, stepOf } from './readWindows.ts';

/** Time that has passed without an evaluation, as of a broker that was held up, is made up for so far back, s. */
const MAXIMUM_LAG_SECONDS = 86_400;

export interface AlarmClockPorts {
  /** Epoch ms on the broker's clock. */
  now(): number;
  /** Wakes the clock when the broker's clock is there: in the next turn of the event loop, if it is; undefined: never. */
  wakeAt(deadline: number | undefined): void;
}

/**
 * Has alarms evaluated at the end of each minute of the broker's clock, and every ten seconds for those with short periods; one
 * after the other, however far the clock was advanced: what is too much for one turn of the event loop goes on in the next
 * ones. One timer for all alarms, and none without alarms.
 */
export class AlarmClock {
  private readonly book: AlarmBook;
  private readonly ports: AlarmClockPorts;
  /** The next evaluation, epoch s. */
  private next: number | undefined;
  /** Evaluations that are still to be made. */
  private rest: Generator<number> | undefined;

  constructor(book: AlarmBook, ports: AlarmClockPorts) {
    this.book = book;
    this.ports = ports;
  }

  /** To be called when alarms were made or deleted. */
  arrange(): void {
    // It is arranged when that is done.
    if (this.rest !== undefined) return;
    const following = findFollowing(this.ports.now() / 1000, this.findStep());
    // One that is overdue is still to come.
    this.next = following === undefined ? undefined : Math.min(this.next ?? Infinity, following);
    this.ports.wakeAt(this.next === undefined ? undefined : this.next * 1000);
  }

  /** To be called when the clock went back: what is left of the evaluations lies ahead. */
  goBack(): void {
    this.stop();
    this.arrange();
  }

  /** Leaves what is still to be evaluated. */
  stop(): void {
    this.rest = undefined;
    this.next = undefined;
  }

  /** To be called when the clock is there, and again until all that is due is evaluated. */
  wake(work: TurnWork): void {
    this.rest ??= this.evaluateFrom(this.findFirst());
    this.work(this.rest, work);
  }

  private findFirst(): number {
    const now = this.ports.now() / 1000;
    const earliest = Math.ceil((now - MAXIMUM_LAG_SECONDS) / STEP_SECONDS) * STEP_SECONDS;
    return Math.max(this.next ?? Infinity, earliest);
  }

  private *evaluateFrom(first: number): Generator<number> {
    for (let at = first; at <= this.ports.now() / 1000; at = findFollowing(at, this.findStep()) ?? Infinity)
      yield* this.book.evaluate(at);
  }

  private work(rest: Generator<number>, work: TurnWork): void {
    try {
      do {
        const { done, value } = rest.next();
        if (done === true) {
          this.finish(rest);
          return;
        }
        work.spend(value);
      } while (!work.isOver);
    } catch (error) {
      // The next step may be without a defect.
      this.finish(rest);
      throw error;
    }
    if (this.rest === rest) this.ports.wakeAt(this.ports.now());
  }

  private finish(rest: Generator<number>): void {
    if (this.rest !== rest) return;
    this.stop();
    this.arrange();
  }

  private findStep(): number | undefined {
    const { all } = this.book;
    if (all.length === 0) return undefined;
    const hasShort = all.some(({ checked }) => stepOf(checked.periodSeconds) === SHORT_STEP_SECONDS);
    return hasShort ? SHORT_STEP_SECONDS : STEP_SECONDS;
  }
}

/** The next end of a step after a time, epoch s: a step may have begun where steps were shorter. */
function findFollowing(afterSeconds: number, stepSeconds: number | undefined): number | undefined {
  return stepSeconds === undefined ? undefined : (Math.floor(afterSeconds / stepSeconds) + 1) * stepSeconds;
}
