import type { Queue } from '../engine/state/queue.ts';
import { LEVEL_COUNT, type Levels, LEVELS, startLevels } from './levels.ts';
import {
  addEvents,
  addSamples,
  addToTotals,
  columnOfCounter,
  columnOfGauge,
  type CounterName,
  SIZE_COLUMN,
  startTotals,
  type Totals,
  widen,
} from './period.ts';
import type { PeriodHistory } from './periodHistory.ts';
import { MINUTES, PeriodMeter, SECONDS } from './periodMeter.ts';

/** A queue is active for so long after the last call or message, ms (docs/metrics.md). */
export const ACTIVE_MS = 6 * 3_600_000;

const SENT = columnOfCounter('sent');
const [VISIBLE, IN_FLIGHT, DELAYED, GROUPS, NOISY, QUIET_VISIBLE, QUIET_IN_FLIGHT, QUIET_DELAYED] =
  LEVELS.map((_, index) => index) as [number, number, number, number, number, number, number, number];
const LEVEL_COLUMNS = LEVELS.map((name) => columnOfGauge(name));
const OLDEST = LEVEL_COUNT;
const QUIET_OLDEST = LEVEL_COUNT + 1;

/** The histories of a queue's name, which outlive the queue. */
export type QueueHistories = Readonly<Record<'minutes' | 'seconds', PeriodHistory>>;

/**
 * Measures one queue. What happens is added to the second that is open; the minute gets it when that second is over, so that
 * a send costs a few additions. All times are epoch ms on the engine's clock.
 */
export class QueueMeter {
  /** What it takes of the memory beside its histories, roughly. */
  static readonly bytes = 4700;
  readonly histories: QueueHistories;
  private countsFrom: number;
  /** Of the seconds that have ended. */
  private readonly totals = startTotals();
  private readonly queue: Queue;
  private readonly levels = startLevels();
  private readonly seconds: PeriodMeter;
  private readonly minutes: PeriodMeter;
  /** Before this time, there is nothing to do but to add. */
  private dueAt: number;
  private touchedAt: number;
  private isPaused = false;

  constructor(queue: Queue, histories: QueueHistories, at: number) {
    this.queue = queue;
    this.histories = histories;
    const { minutes, seconds } = histories;
    if (queue.isFifo) this.levels[GROUPS] = 0;
    this.minutes = new PeriodMeter(MINUTES, at, this.levels, (...periods) => minutes.add(...periods));
    this.seconds = new PeriodMeter(SECONDS, at, this.levels, (...periods) => seconds.add(...periods));
    this.dueAt = this.seconds.end;
    this.touchedAt = at;
    this.countsFrom = at;
  }

  /** When a call or a message was last seen, epoch ms: it is active for some hours after that. */
  get usedAt(): number {
    return this.touchedAt;
  }

  /** Since when it counts, epoch ms: never after now. */
  get since(): number {
    return this.countsFrom;
  }

  /** It was used before it is measured, as by an earlier broker. */
  setUsedAt(at: number): void {
    this.touchedAt = at;
  }

  /** What the queue holds, as it was seen last. */
  readLevels(): Levels {
    return this.levels.slice();
  }

  /** What was counted since this meter began, also in the second that has not ended. */
  readTotals(): Totals {
    const totals = this.totals.slice();
    if (!this.isPaused) addToTotals(totals, this.seconds.period);
    return totals;
  }

  /** A call asked for the queue, and changed nothing in it. */
  touch(at: number): void {
    if (at >= this.dueAt) this.bringUp(at);
    // The deadline of a retention may be over for some time.
    if (at > this.touchedAt) this.touchedAt = at;
  }

  countSent(at: number, sizeBytes: number): void {
    this.touch(at);
    const { period } = this.seconds;
    (period[SENT] as number)++;
    addSamples(period, SIZE_COLUMN, sizeBytes, 1);
    this.look();
  }

  count(counter: CounterName, at: number): void {
    this.touch(at);
    (this.seconds.period[columnOfCounter(counter)] as number)++;
    this.look();
  }

  /** Something has changed in the queue that is not counted. */
  notice(at: number): void {
    this.touch(at);
    this.look();
  }

  /** Accounts for the time until now; to be called before the histories are read. */
  bringUpTo(at: number): void {
    if (at >= this.dueAt && !this.isPaused) this.account(at);
    // Messages that an undo brings back come without an event.
    if (this.isPaused && this.queue.messageCount > 0) this.restart(at);
    if (!this.isPaused) this.look();
  }

  /** Gives the histories what there is of the periods that have not ended: nothing more will come. */
  finish(at: number): void {
    this.bringUpTo(at);
    if (this.isPaused) return;
    this.addSecond();
    this.seconds.finish();
    this.minutes.finish();
    this.isPaused = true;
    this.dueAt = -Infinity;
  }

  /** The clock was set back, and all times of the queue with it. What was measured of later times does not count. */
  goBack(at: number): void {
    this.histories.minutes.goBack(at);
    this.histories.seconds.goBack(at);
    this.touchedAt = Math.min(this.touchedAt, at);
    this.countsFrom = Math.min(this.countsFrom, at);
    this.look();
    if (this.isPaused) return;
    // The second that is open is not measured, but its calls were made.
    addToTotals(this.totals, this.seconds.period);
    this.restart(at);
  }

  private bringUp(at: number): void {
    if (!this.isPaused) this.account(at);
    if (this.isPaused) this.restart(at);
  }

  /** To be called at the end of each second in which something may have happened. */
  private addSecond(): void {
    addEvents(this.minutes.period, this.seconds.period);
    addToTotals(this.totals, this.seconds.period);
  }

  private account(at: number): void {
    this.addSecond();
    const { levels } = this;
    const isEmpty = levels[VISIBLE] === 0 && levels[IN_FLIGHT] === 0 && levels[DELAYED] === 0;
    const activeUntil = isEmpty
      ? Math.ceil((this.touchedAt + ACTIVE_MS) / MINUTES.periodMs) * MINUTES.periodMs
      : Infinity;
    const until = Math.min(at, activeUntil);
    this.seconds.advance(until, levels);
    this.minutes.advance(until, levels);
    this.isPaused = at >= activeUntil;
    this.dueAt = this.isPaused ? -Infinity : this.seconds.end;
  }

  private restart(at: number): void {
    this.seconds.restart(at, this.levels);
    this.minutes.restart(at, this.levels);
    this.isPaused = false;
    this.dueAt = this.seconds.end;
  }

  /** Sees what the queue holds now. */
  private look(): void {
    const { queue } = this;
    this.see(VISIBLE, queue.visibleCount);
    this.see(IN_FLIGHT, queue.inFlightCount);
    this.see(DELAYED, queue.delayedCount);
    this.levels[OLDEST] = queue.shownAgeFrom ?? NaN;
    const { groupsInFlight } = queue.order;
    if (groupsInFlight === undefined) this.lookAtNoise();
    else this.see(GROUPS, groupsInFlight);
  }

  private lookAtNoise(): void {
    const { queue } = this;
    const noise = queue.order.readNoise?.();
    if (noise === undefined) return;
    this.see(NOISY, noise.groups);
    this.see(QUIET_VISIBLE, queue.visibleCount - noise.visible);
    this.see(QUIET_IN_FLIGHT, queue.inFlightCount - noise.inFlight);
    this.see(QUIET_DELAYED, queue.delayedCount - noise.delayed);
    // Behind a long backlog of noisy groups, the message whose turn is next is not much younger than the oldest one.
    const oldest =
      noise.groups === 0
        ? queue.shownAgeFrom
        : (queue.shownAge?.findOldest((message) => !noise.isNoisy(message)) ?? noise.firstQuiet)?.sentAt;
    this.levels[QUIET_OLDEST] = oldest ?? NaN;
  }

  private see(index: number, level: number): void {
    if (this.levels[index] === level) return;
    this.levels[index] = level;
    widen(this.seconds.period, LEVEL_COLUMNS[index] as number, level);
  }
}
