import type { TraceEvent } from '../../../broker/protocol/trace.ts';

/** How far an event may be ahead of the broker's clock as known here, ms. */
const AHEAD_MS = 2_000;

/**
 * The broker's current time. The broker sends it, and it keeps running here while the broker does. Of a saved trace it
 * is the time of the newest event. Bars that have no end yet are drawn up to here.
 */
export class LiveClock {
  private toldAt = 0;
  private told = 0;
  /** Events up to this one have no new information about the clock. */
  private sequence = 0;
  /** The broker itself has said how late it is. */
  private isTold = false;
  private isRunning = false;
  /** Its time while it is paused. */
  private pausedAt: number | undefined;
  private readonly readMonotonic: () => number;

  constructor(readMonotonic: () => number = () => performance.now()) {
    this.readMonotonic = readMonotonic;
  }

  /** Epoch ms; 0 before anything is known. */
  now(): number {
    return this.pausedAt ?? this.read();
  }

  /** True if `now` moves continuously. */
  get isTicking(): boolean {
    return this.isRunning && this.told > 0 && this.pausedAt === undefined;
  }

  /** For values that arrive now and apply later. */
  readTimer(): number {
    return this.readMonotonic();
  }

  /** The broker said `now` when the timer was at `timer`; that includes the moves of the clock up to an event. */
  adopt(now: number, sequence: number, timer = this.readMonotonic()): void {
    if (sequence < this.sequence) return;
    this.isTold = true;
    this.sequence = sequence;
    this.told = this.isRunning ? now + (this.readMonotonic() - timer) : now;
    this.toldAt = this.readMonotonic();
  }

  /** An event came. One that is repeated from before does not turn the clock back. */
  note({ at, kind, sequence }: Pick<TraceEvent, 'at' | 'kind' | 'sequence'>): void {
    const isNew = sequence > this.sequence;
    const aheadMs = at - this.now();
    const isMove = kind === 'clockAdvanced' && isNew;
    if (isMove) this.sequence = sequence;
    // Deadlines during a jump are reported before the jump: they do not move the clock.
    else if (this.isTicking && this.isTold && !(isNew && aheadMs > 0 && aheadMs < AHEAD_MS)) return;
    this.told = at;
    this.toldAt = this.readMonotonic();
  }

  /** Sequence numbers restart. */
  startRun(): void {
    this.sequence = 0;
  }

  setRunning(isRunning: boolean): void {
    if (isRunning === this.isRunning) return;
    this.told = this.read();
    this.toldAt = this.readMonotonic();
    this.isRunning = isRunning;
  }

  /** Pauses, or resumes with the time that it would have without the pause. */
  setPaused(isPaused: boolean): void {
    if (!isPaused) this.pausedAt = undefined;
    else this.pausedAt ??= this.read();
  }

  /** For another trace. */
  reset(): void {
    this.told = 0;
    this.isTold = false;
    this.sequence = 0;
  }

  private read(): number {
    if (!this.isRunning || this.told === 0) return this.told;
    return this.told + (this.readMonotonic() - this.toldAt);
  }
}
