import type { Levels } from './levels.ts';
import { type Period, sampleLevels, startPeriod } from './period.ts';

/** How long the periods of a resolution are, and when levels are read in them. */
export interface Resolution {
  readonly periodMs: number;
  /** Whole seconds; divides the period. */
  readonly sampleMs: number;
}

/** The points of CloudWatch: six samples a minute, because the sum of a gauge is no more than that (docs/metrics.md). */
export const MINUTES: Resolution = { periodMs: 60_000, sampleMs: 10_000 };
export const SECONDS: Resolution = { periodMs: 1000, sampleMs: 1000 };

/**
 * Takes a finished period, which it may keep.
 * @param start epoch ms
 * @param count so many periods were equal, but for the ages, which rose by a period from each to the next
 */
export type TakePeriod = (start: number, period: Period, count: number) => void;

/**
 * Measures one queue in one resolution. It has no timer, so a queue at rest costs nothing: each caller first brings it up to
 * date.
 */
export class PeriodMeter {
  /** Of the period that has not ended, epoch ms. */
  private start = 0;
  /** The period that has not ended: what happens now is added to it. */
  period = startPeriod();
  private readonly resolution: Resolution;
  private readonly take: TakePeriod;
  /** When the next sample is taken, epoch ms. */
  private nextSample = 0;

  /** See {@link restart}. */
  constructor(resolution: Resolution, at: number, levels: Levels, take: TakePeriod) {
    this.resolution = resolution;
    this.take = take;
    this.restart(at, levels);
  }

  /** When the period ends, epoch ms. */
  get end(): number {
    return this.start + this.resolution.periodMs;
  }

  /**
   * Accounts for the time up to a moment, in which the queue stayed as it was; what happens at that moment comes after it.
   * A clock that was set back has no time to account for.
   * @param at epoch ms
   */
  advance(at: number, levels: Levels): void {
    const { periodMs } = this.resolution;
    if (at >= this.end) {
      this.sampleBefore(this.end, levels);
      this.close(1);
      const count = Math.floor((at - this.start) / periodMs);
      if (count > 0) {
        this.sampleBefore(this.end, levels);
        this.close(count);
      }
    }
    this.sampleBefore(at + 1, levels);
  }

  /**
   * Begins, or takes up again with nothing in between: the queue was not active, or the clock was set. The sample that is
   * just over is taken too, so that no period is without one.
   * @param at epoch ms
   * @param levels until then
   */
  restart(at: number, levels: Levels): void {
    const { periodMs, sampleMs } = this.resolution;
    this.start = roundDown(at, periodMs);
    this.period = startPeriod();
    this.nextSample = roundDown(at, sampleMs);
    this.sampleBefore(at + 1, levels);
  }

  /** Gives away what there is of a period that has not ended, when no more will come. */
  finish(): void {
    this.take(this.start, this.period, 1);
  }

  private sampleBefore(until: number, levels: Levels): void {
    const { sampleMs } = this.resolution;
    const samples = Math.ceil((until - this.nextSample) / sampleMs);
    if (samples <= 0) return;
    sampleLevels(this.period, levels, this.nextSample, samples, sampleMs);
    this.nextSample += samples * sampleMs;
  }

  private close(count: number): void {
    this.take(this.start, this.period, count);
    const start = this.start + count * this.resolution.periodMs;
    this.start = start;
    this.period = startPeriod();
    this.nextSample = start;
  }
}

function roundDown(at: number, step: number): number {
  return Math.floor(at / step) * step;
}
