import type { Levels } from './levels.ts';
import { addStretch, type Period, startPeriod, widen } from './period.ts';
import { LEVELS } from './levels.ts';

/** How long the periods of a resolution are, and when gauges are read in them. */
export interface Resolution {
  readonly periodMs: number;
  /** Divides the period. */
  readonly sampleMs: number;
}

/** The points of CloudWatch: six samples a minute, because the sum of a gauge is no more than that (metrics contract §1.3). */
export const MINUTES: Resolution = { periodMs: 60_000, sampleMs: 10_000 };
export const SECONDS: Resolution = { periodMs: 1000, sampleMs: 1000 };

/**
 * Takes a finished period.
 * @param start epoch ms
 * @param count so many periods were equal, but for the age, which rose by a period from each to the next
 */
export type TakePeriod = (start: number, period: Period, count: number) => void;

/**
 * Measures one queue in one resolution. It does nothing by itself: whoever wants to know brings it up to date, so that a
 * queue at rest needs no timer.
 */
export class PeriodMeter {
  private readonly resolution: Resolution;
  private readonly take: TakePeriod;
  private start: number;
  /** Up to here, exclusive, time is accounted for, epoch ms. */
  private until: number;
  private period = startPeriod();

  /** @param at when the queue began to be of interest, epoch ms */
  constructor(resolution: Resolution, at: number, take: TakePeriod) {
    this.resolution = resolution;
    this.take = take;
    this.start = startOf(at, resolution);
    this.until = at;
  }

  /** The period that has not ended. */
  get current(): { readonly start: number; readonly period: Period } {
    return { start: this.start, period: this.period };
  }

  /**
   * Accounts for the time until now, in which the queue stayed as it was. A clock that was set back has no time to account for.
   * @param at epoch ms, not part of it
   */
  advance(at: number, levels: Levels): void {
    const { periodMs, sampleMs } = this.resolution;
    if (at <= this.until) return;
    if (at >= this.start + periodMs) {
      addStretch(this.period, levels, this.until, this.start + periodMs, sampleMs);
      this.take(this.start, this.period, 1);
      this.begin(this.start + periodMs, levels);
      const count = Math.floor((at - this.start) / periodMs);
      if (count > 0) {
        addStretch(this.period, levels, this.start, this.start + periodMs, sampleMs);
        this.take(this.start, this.period, count);
        this.begin(this.start + count * periodMs, levels);
      }
    }
    addStretch(this.period, levels, this.until, at, sampleMs);
    this.until = at;
  }

  /** Takes up again at another time, with nothing in between: the queue was not active, or the clock was set. */
  jump(at: number, levels: Levels): void {
    this.take(this.start, this.period, 1);
    this.begin(startOf(at, this.resolution), levels);
    this.until = at;
  }

  /** What the queue holds after an event that is accounted for. */
  see(levels: Levels): void {
    for (const name of LEVELS) widen(this.period.levels[name], levels[name]);
  }

  private begin(start: number, levels: Levels): void {
    this.start = start;
    this.until = start;
    this.period = startPeriod();
    this.see(levels);
  }
}

function startOf(at: number, { periodMs }: Resolution): number {
  return Math.floor(at / periodMs) * periodMs;
}
