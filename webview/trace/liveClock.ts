/**
 * The broker's time as far as the trace knows it: that of the newest event, running on while the broker does. Bars that
 * have no end yet are drawn up to here.
 */
export class LiveClock {
  private newestAt = 0;
  private arrivedAt = 0;
  private isRunning = false;
  private readonly readMonotonic: () => number;

  constructor(readMonotonic: () => number = () => performance.now()) {
    this.readMonotonic = readMonotonic;
  }

  /** Epoch ms; 0 before the first event. */
  now(): number {
    if (!this.isRunning || this.newestAt === 0) return this.newestAt;
    return this.newestAt + (this.readMonotonic() - this.arrivedAt);
  }

  /** True when `now` moves by itself. */
  get isTicking(): boolean {
    return this.isRunning && this.newestAt > 0;
  }

  /** An event came. The clock may be moved forward, and back to real time. */
  note(at: number): void {
    if (this.isRunning && at < this.now() && this.now() - at < 60_000) return;
    this.newestAt = at;
    this.arrivedAt = this.readMonotonic();
  }

  setRunning(isRunning: boolean): void {
    if (isRunning === this.isRunning) return;
    this.newestAt = this.now();
    this.arrivedAt = this.readMonotonic();
    this.isRunning = isRunning;
  }

  reset(): void {
    this.newestAt = 0;
  }
}
