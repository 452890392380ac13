import type { TraceEvent } from '../../../broker/protocol/trace.ts';

/** A move of the broker's clock, as an axis marks it. */
export interface ClockBreak {
  /** Where it is on an axis. */
  readonly place: number;
  /** How far the clock moved, ms; negative: back. */
  readonly movedMs: number;
  /** Everything kept its age. */
  readonly isReset: boolean;
}

/** The clock was moved on: between these moments no real time passed. */
interface Jump {
  readonly from: number;
  readonly to: number;
  /** ms of this jump and all before it. */
  readonly totalMs: number;
}

/** From here on, this offset is added to the clock's time to get the moment. */
interface Shift {
  /** Of the first event by the new clock. */
  readonly position: number;
  readonly moment: number;
  readonly shiftMs: number;
  readonly movedMs: number;
}

/** Deadlines that fired late are reported with their own time; only a clock that was set back goes back further. */
const LATE_MS = 60_000;

/**
 * Brings the broker's times in one line, though its clock may be moved on by days, and back. There are three kinds:
 *
 * - the *clock's time* is the broker's time, which users read;
 * - a *moment* is the clock's time as if it had never gone back: it only rises, so that ages and durations are
 *   differences of moments;
 * - a *place* is a moment without the jumps, and so real time: what axes are drawn by. A jump is one place.
 *
 * All are epoch ms, and the same until the clock is moved.
 */
export class ClockLine {
  private jumps: Jump[] = [];
  private shifts: Shift[] = [];
  /** Of the newest event. */
  private lastMoment = Number.NEGATIVE_INFINITY;
  /** The newest that the clock itself has told. */
  private toldMoment = Number.NEGATIVE_INFINITY;
  /** Nothing is known yet of the clock of a new run of the broker. */
  private isNewRun = false;

  /** Takes the next event and answers its moment. */
  follow(event: TraceEvent, position: number): number {
    const { at, kind, isReset = false } = event;
    const movedMs = kind === 'clockAdvanced' ? (event.movedMs ?? event.timeoutMs ?? 0) : 0;
    if (isReset) this.shiftBy(movedMs, at + this.shiftMs - movedMs, position);
    else this.goOn(at, position);
    const moment = at + this.shiftMs;
    if (movedMs > 0 && !isReset) this.jump(moment - movedMs, moment);
    this.lastMoment = Math.max(this.lastMoment, moment);
    return moment;
  }

  reset(): void {
    this.jumps = [];
    this.shifts = [];
    this.lastMoment = Number.NEGATIVE_INFINITY;
    this.toldMoment = Number.NEGATIVE_INFINITY;
    this.isNewRun = false;
  }

  /** The next event is from a new run of the broker, whose clock may be earlier: an advance ends with the run. */
  startRun(): void {
    this.isNewRun = true;
  }

  /** The clock's time before the event at a position; returns the moment. */
  tell(clockTime: number, position: number): number {
    this.goOn(clockTime, position);
    const moment = this.present(clockTime);
    this.toldMoment = Math.max(this.toldMoment, moment);
    return moment;
  }

  /** The moment of a kept event. */
  momentOf(clockTime: number, position: number): number {
    return (
      clockTime + (this.shifts[findLast(this.shifts, (shift) => shift.position <= position)]?.shiftMs ?? 0)
    );
  }

  /** The current moment of the clock. */
  present(clockTime: number): number {
    return clockTime + this.shiftMs;
  }

  /** What the clock said at a moment. */
  clockTime(moment: number): number {
    return moment - (this.shifts[findLast(this.shifts, (shift) => shift.moment <= moment)]?.shiftMs ?? 0);
  }

  /** The newest moment at which the clock said this. */
  findMoment(clockTime: number): number {
    const shift = this.shifts.findLast(({ moment, shiftMs }) => clockTime + shiftMs >= moment);
    return clockTime + (shift?.shiftMs ?? 0);
  }

  place(moment: number): number {
    const { jumps } = this;
    const index = findLast(jumps, ({ from }) => from <= moment);
    const jump = jumps[index];
    if (jump === undefined) return moment;
    const before = jumps[index - 1]?.totalMs ?? 0;
    return moment - before - (Math.min(moment, jump.to) - jump.from);
  }

  /** The moment at a place; of a jump, its end. */
  momentAt(place: number): number {
    const { jumps } = this;
    const index = findLast(jumps, ({ from }, at) => from - (jumps[at - 1]?.totalMs ?? 0) <= place);
    return place + (jumps[index]?.totalMs ?? 0);
  }

  /** What the clock said at a place; at a break, what it said after. */
  clockTimeAt(place: number): number {
    return this.clockTime(this.momentAt(place));
  }

  /** In the order of their places. */
  get breaks(): readonly ClockBreak[] {
    const jumps = this.jumps.map(({ from, to }) => ({
      place: this.place(from),
      movedMs: to - from,
      isReset: false,
    }));
    const resets = this.shifts.map(({ moment, movedMs }) => ({
      place: this.place(moment),
      movedMs,
      isReset: true,
    }));
    return [...jumps, ...resets].sort((left, right) => left.place - right.place);
  }

  private get shiftMs(): number {
    return this.shifts.at(-1)?.shiftMs ?? 0;
  }

  /** If the clock has gone back, the line continues where it was. */
  private goOn(clockTime: number, position: number): void {
    const newest = this.isNewRun ? Math.max(this.lastMoment, this.toldMoment) : this.lastMoment;
    const backMs = newest - this.present(clockTime);
    if (backMs > (this.isNewRun ? 0 : LATE_MS)) this.shiftBy(-backMs, newest, position);
    this.isNewRun = false;
  }

  private shiftBy(movedMs: number, moment: number, position: number): void {
    if (movedMs === 0) return;
    this.shifts.push({ position, moment, shiftMs: this.shiftMs - movedMs, movedMs });
  }

  private jump(from: number, to: number): void {
    const last = this.jumps.at(-1);
    // A jump that was reported twice, or events that were inserted, must not make time run backwards.
    const start = Math.max(from, last?.to ?? from);
    if (to > start) this.jumps.push({ from: start, to, totalMs: (last?.totalMs ?? 0) + to - start });
  }
}

/** The last index whose element passes, of elements of which the first ones do; -1: none. */
function findLast<T>(list: readonly T[], passes: (element: T, index: number) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(list[middle] as T, middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
