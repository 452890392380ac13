import type { AlarmBook } from './alarmBook.ts';
import { SHORT_STEP_SECONDS, STEP_SECONDS, stepOf } from './readWindows.ts';

/** Time that has passed without an evaluation, as of a broker that was held up, is made up for so far back, s. */
const MAXIMUM_LAG_SECONDS = 86_400;

export interface AlarmClockPorts {
  /** Epoch ms on the broker's clock. */
  now(): number;
  /** Wakes the clock when the broker's clock is there; undefined: never. */
  wakeAt(deadline: number | undefined): void;
}

/**
 * Has alarms evaluated at the end of each minute of the broker's clock, and every ten seconds for those with short periods; one
 * after the other, however far the clock was advanced. One timer for all alarms, and none without alarms.
 */
export class AlarmClock {
  private readonly book: AlarmBook;
  private readonly ports: AlarmClockPorts;
  /** The next evaluation, epoch s. */
  private next: number | undefined;

  constructor(book: AlarmBook, ports: AlarmClockPorts) {
    this.book = book;
    this.ports = ports;
  }

  /** To be called when alarms were made or deleted, and when the clock went back. */
  arrange(): void {
    const following = findFollowing(this.ports.now() / 1000, this.findStep());
    // One that is overdue is still to come.
    this.next = following === undefined ? undefined : Math.min(this.next ?? Infinity, following);
    this.ports.wakeAt(this.next === undefined ? undefined : this.next * 1000);
  }

  /** To be called when the clock is there. */
  wake(): void {
    const now = this.ports.now() / 1000;
    let at = Math.max(
      this.next ?? Infinity,
      Math.ceil((now - MAXIMUM_LAG_SECONDS) / STEP_SECONDS) * STEP_SECONDS,
    );
    try {
      while (at <= now) {
        this.book.evaluate(at);
        at = findFollowing(at, this.findStep()) ?? Infinity;
      }
    } finally {
      // Also after a defect: the next step may be without one.
      this.next = undefined;
      this.arrange();
    }
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
