import { BootTime, readBootId, systemCounters } from './bootTime.ts';
import type { Clock } from '../engine/base/clock.ts';
import { type Absence, type ClockMark, isSameBoot } from './clockMark.ts';
import { type Schedule, systemSchedule } from './schedule.ts';
import { DEADLINE_WORK, STOP_WORK, TurnWork } from './turnWork.ts';

/** Timers stop while the machine sleeps: while something waits, the clock looks this often at least, ms. */
const LOOK_MS = 1000;
/** A wall clock that moves by less is not spoken of, ms. */
const NOTED_STEP_MS = 500;
/** A wall clock that is off by less counts as the same time as the broker's, ms. */
const MINIMUM_DRIFT_MS = 10_000;

/** Where a {@link ControllableClock} takes time and timers from; the machine's, unless a test brings its own. */
export interface TimeSource {
  /** Epoch ms by the machine's wall clock; may step in both directions. */
  wallMs(): number;
  /** ms since boot, with the time asleep; never goes back. */
  bootMs(): number;
  /** A name of this boot; undefined where the machine gives none. */
  bootId(): string | undefined;
  /** Counts no time while the machine sleeps. */
  readonly after: Schedule;
}

/** The machine's own time. */
export function createSystemTime(): TimeSource {
  const boot = new BootTime(systemCounters);
  let bootId: string | undefined;
  return {
    wallMs: () => systemCounters.wallMs(),
    bootMs: () => boot.now(),
    // Only a broker with a data folder asks.
    bootId: () => (bootId ??= readBootId()),
    after: systemSchedule,
  };
}

/** One who is woken beside the engine. */
interface Waker {
  deadline: number | undefined;
  readonly wake: (work: TurnWork) => void;
}

/**
 * The clock that the broker runs on. It starts at the machine's wall clock, or where the last broker's clock would be by
 * now, and counts the time since boot from there: steps of the wall clock move no deadline, and a machine that slept has
 * lived through that time. It can be moved forward, and back to the wall clock.
 */
export class ControllableClock implements Clock {
  private readonly source: TimeSource;
  /** What is added to the time since boot. */
  private aheadMs: number;
  private advanced = 0;
  private deadline: number | undefined;
  /** When the armed timer fires, on this clock. */
  private armedFor: number | undefined;
  private cancelTimer: () => void = () => undefined;
  private wake: () => number = () => 0;
  private wakers: Waker[] = [];
  private tellStep: () => void = () => undefined;
  private toldDriftMs = 0;

  constructor(source: TimeSource = createSystemTime()) {
    this.source = source;
    this.aheadMs = source.wallMs() - source.bootMs();
  }

  now(): number {
    return Math.floor(this.source.bootMs() + this.aheadMs);
  }

  /** How far {@link advance} has moved this clock, in ms. */
  get advancedMs(): number {
    return this.advanced;
  }

  /** How far this clock is ahead of the machine's, in ms; negative when the wall clock was set forward. */
  get offsetMs(): number {
    return this.advanced + this.notableDriftMs;
  }

  /** Next wake-up of the engine, epoch ms, if one is set. */
  get nextDeadline(): number | undefined {
    return this.deadline;
  }

  onWake(wake: () => number): void {
    this.wake = wake;
  }

  /**
   * Adds one who is woken at times of its own: after the engine and those that were added before, if they are due at the same
   * time. If it has too much to do for one turn of the event loop, it sets its next wake-up to a time that is over: then it is
   * woken again in the next turn, and those behind it wait.
   * @param wake counts its work; once that is enough, it leaves the rest
   * @returns sets its next wake-up, epoch ms, and replaces the previous one; `undefined` cancels it
   */
  addWaker(wake: (work: TurnWork) => void): (deadline: number | undefined) => void {
    const waker: Waker = { deadline: undefined, wake };
    this.wakers.push(waker);
    return (deadline) => {
      waker.deadline = deadline;
      this.armFor(deadline);
    };
  }

  /** Calls back when {@link lookForStep} finds that the wall clock was set. The clock looks for that while something waits. */
  onWallStep(tell: () => void): void {
    this.tellStep = tell;
  }

  /** The clock's state, for the next broker. */
  mark(): ClockMark {
    const { source } = this;
    const bootMs = source.bootMs();
    return {
      at: this.now(),
      advancedMs: this.advanced,
      bootMs,
      bootedAt: source.wallMs() - bootMs,
      bootId: source.bootId(),
    };
  }

  /**
   * Continues where an earlier broker was, before anything runs on this clock. Within one boot the time since then is
   * known; over a reboot it comes from the wall clock, and it is never negative.
   * @param advancedMs how far the clock was moved
   * @returns how long there was no broker; undefined without a mark
   */
  resume(mark: ClockMark | undefined, advancedMs: number): Absence | undefined {
    const { source } = this;
    const bootMs = source.bootMs();
    const wallMs = source.wallMs();
    this.advanced = advancedMs;
    if (mark === undefined) {
      this.aheadMs = wallMs + advancedMs - bootMs;
      return undefined;
    }
    const last = mark.at + advancedMs - mark.advancedMs;
    const by = isSameBoot(mark, { bootMs, bootedAt: wallMs - bootMs, bootId: source.bootId() })
      ? 'boot'
      : 'wall';
    const ms = Math.max(0, by === 'boot' ? bootMs - mark.bootMs : wallMs + advancedMs - last);
    this.aheadMs = last + ms - bootMs;
    this.toldDriftMs = this.driftMs;
    return { ms, by };
  }

  /**
   * An armed timer that fires too early only re-arms itself. So a deadline that moves away, which happens with almost
   * every call of the engine, costs no timer.
   */
  wakeAt(deadline: number | undefined): void {
    this.deadline = deadline;
    this.armFor(deadline);
  }

  /** Advances by `ms`, stopping at each deadline on the way so that events happen in order. */
  advance(ms: number): void {
    const aim = this.advanced + ms;
    while (!this.advanceTowards(aim, new TurnWork()));
  }

  /**
   * Does a turn's work of {@link advance}. Until it is called again, the clock runs on from where it got to.
   * @param aim how far this clock is to be moved, as {@link advancedMs} counts it
   * @returns whether it is there
   */
  advanceTowards(aim: number, work: TurnWork): boolean {
    for (;;) {
      const deadline = this.earliest;
      if (deadline === undefined || deadline > this.now() + aim - this.advanced) break;
      if (work.isOver) {
        this.rearm();
        return false;
      }
      this.skip(Math.max(0, deadline - this.now()));
      this.wakeDue(work);
    }
    this.skip(aim - this.advanced);
    this.rearm();
    return true;
  }

  /** Takes a part of {@link advance} back. Code that keeps times of this clock must shift them immediately. */
  goBack(ms: number): void {
    this.skip(-ms);
  }

  /**
   * Goes back to the machine's time. Code that keeps times of this clock must shift them immediately.
   * @returns by how many ms it went back; negative when the machine's time is ahead
   */
  reset(): number {
    const byMs = this.offsetMs;
    this.aheadMs -= byMs;
    this.advanced = 0;
    this.toldDriftMs = this.driftMs;
    return byMs;
  }

  /** Cancels the timer; the clock no longer fires. */
  stop(): void {
    this.cancelTimer();
    this.armedFor = undefined;
    this.deadline = undefined;
    this.wake = () => 0;
    this.wakers = [];
    this.tellStep = () => undefined;
  }

  /** How far this clock is ahead of the wall clock beside {@link advance}. */
  private get driftMs(): number {
    return this.now() - this.advanced - Math.floor(this.source.wallMs());
  }

  private get notableDriftMs(): number {
    const { driftMs } = this;
    return Math.abs(driftMs) < MINIMUM_DRIFT_MS ? 0 : driftMs;
  }

  private skip(ms: number): void {
    this.aheadMs += ms;
    this.advanced += ms;
  }

  private arm(deadline: number): void {
    this.cancelTimer();
    const now = this.now();
    const delayMs = Math.min(Math.max(0, deadline - now), LOOK_MS);
    this.armedFor = now + delayMs;
    this.cancelTimer = this.source.after(delayMs, () => this.fire());
  }

  private rearm(): void {
    this.cancelTimer();
    this.armedFor = undefined;
    this.armFor(this.earliest);
  }

  private armFor(deadline: number | undefined): void {
    if (deadline === undefined) return;
    if (this.armedFor === undefined || deadline < this.armedFor) this.arm(deadline);
  }

  private get earliest(): number | undefined {
    let earliest = this.deadline;
    for (const { deadline } of this.wakers) {
      if (deadline !== undefined && (earliest === undefined || deadline < earliest)) earliest = deadline;
    }
    return earliest;
  }

  /** Each waker sets its next time while it is called. */
  private wakeDue(work: TurnWork): void {
    const now = this.now();
    work.spend(STOP_WORK);
    if (this.deadline !== undefined && this.deadline <= now) {
      this.deadline = undefined;
      work.spend(DEADLINE_WORK * this.wake());
    }
    for (const waker of this.wakers) {
      if (!isDue(waker, now)) continue;
      waker.deadline = undefined;
      waker.wake(work);
      // It is not done with this moment: those behind it act by what it will say.
      if (isDue(waker, now)) return;
    }
  }

  private fire(): void {
    this.armedFor = undefined;
    this.lookForStep();
    const { earliest } = this;
    if (earliest === undefined) return;
    // It was only a look, or the timer fired a fraction of a millisecond early, or for a deadline that has moved.
    if (earliest > this.now()) {
      this.arm(earliest);
      return;
    }
    this.wakeDue(new TurnWork());
    this.armFor(this.earliest);
  }

  /** Call it before you report this clock: who hears it compares it with the wall clock of that moment. */
  lookForStep(): void {
    const { driftMs } = this;
    if (Math.abs(driftMs - this.toldDriftMs) < NOTED_STEP_MS) return;
    this.toldDriftMs = driftMs;
    this.tellStep();
  }
}

function isDue({ deadline }: Waker, now: number): boolean {
  return deadline !== undefined && deadline <= now;
}
