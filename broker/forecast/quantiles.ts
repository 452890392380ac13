/** From one bucket to the next: a quantile is at most this far off. */
const GROWTH = 1.02;
const LOG_GROWTH = Math.log(GROWTH);

/**
 * Quantiles of durations that come one by one, 2 % exact. Buckets grow by a factor, so there are about 900 of them up to
 * half a day.
 */
export class Quantiles {
  private count = 0;
  private readonly buckets: number[] = [];

  /** @param ms a whole number of at least 0 */
  add(ms: number): void {
    const bucket = ms < 1 ? 0 : 1 + Math.floor(Math.log(ms) / LOG_GROWTH);
    while (this.buckets.length <= bucket) this.buckets.push(0);
    this.buckets[bucket] = (this.buckets[bucket] as number) + 1;
    this.count++;
  }

  /** ms; 0 without any. @param share from 0 to 1 */
  read(share: number): number {
    let left = Math.ceil(share * this.count);
    for (const [bucket, count] of this.buckets.entries()) {
      left -= count;
      if (left <= 0) return bucket === 0 ? 0 : GROWTH ** (bucket - 0.5);
    }
    return 0;
  }
}
