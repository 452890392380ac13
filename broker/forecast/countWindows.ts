/** Even, so that neighbours can be joined in pairs. */
const MAXIMUM_WINDOWS = 2048;
const FIRST_WIDTH_MS = 8;

/**
 * How many things happened in each of a series of windows of equal length, in bounded memory: when all windows are used,
 * each two neighbours become one.
 */
export class CountWindows {
  private widthMs = FIRST_WIDTH_MS;
  private counts: number[] = [];
  private startedAt: number | undefined;

  /** @param at ms; not before the one before */
  add(at: number): void {
    this.startedAt ??= at;
    while (at - this.startedAt >= this.widthMs * MAXIMUM_WINDOWS) this.join();
    const window = Math.floor((at - this.startedAt) / this.widthMs);
    while (this.counts.length <= window) this.counts.push(0);
    this.counts[window] = (this.counts[window] as number) + 1;
  }

  /**
   * The counts in `parts` windows of equal length or, if there are fewer windows, in those. What is left at the end is left
   * out: the last window may be shorter.
   */
  split(parts: number): readonly number[] {
    const whole = this.counts.slice(0, -1);
    const size = Math.max(1, Math.floor(whole.length / parts));
    const sums: number[] = [];
    for (let start = 0; start + size <= whole.length; start += size) {
      sums.push(whole.slice(start, start + size).reduce((sum, count) => sum + count, 0));
    }
    return sums;
  }

  private join(): void {
    const joined: number[] = [];
    for (let index = 0; index < this.counts.length; index += 2)
      joined.push((this.counts[index] as number) + (this.counts[index + 1] ?? 0));
    this.counts = joined;
    this.widthMs *= 2;
  }
}
