/** Of a normal distribution: 95 % of it is less than this many standard deviations away from its mean. */
export const Z95 = 1.96;

/**
 * Mean and central moments of numbers that come one by one, in constant memory and without the cancellation of sums of
 * powers (P. Pébay, Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical
 * Moments, Sandia report SAND2008-6212, 2008).
 */
export class Moments {
  count = 0;
  mean = 0;
  private second = 0;
  private third = 0;
  private fourth = 0;

  add(value: number): void {
    const before = this.count++;
    const { count } = this;
    const step = value - this.mean;
    const share = step / count;
    const square = share * share;
    const term = step * share * before;
    this.mean += share;
    this.fourth +=
      term * square * (count * count - 3 * count + 3) + 6 * square * this.second - 4 * share * this.third;
    this.third += term * share * (count - 2) - 3 * share * this.second;
    this.second += term;
  }

  get variance(): number {
    return this.count === 0 ? 0 : this.second / this.count;
  }

  /** Squared coefficient of variation: variance over squared mean; 0 without numbers or with a mean of 0. */
  get squaredVariation(): number {
    return this.mean === 0 ? 0 : this.variance / this.mean ** 2;
  }

  /** The third moment over the third power of the mean, at least 1; 1 with a mean of 0. */
  get thirdRatio(): number {
    if (this.count === 0 || this.mean === 0) return 1;
    const raw = this.third / this.count + 3 * this.mean * this.variance + this.mean ** 3;
    return Math.max(1, raw / this.mean ** 3);
  }

  /** How far the mean may be from the true one, at a confidence of 95 %. */
  get meanError(): number {
    return this.count === 0 ? 0 : Z95 * Math.sqrt(this.variance / this.count);
  }

  /** How far {@link squaredVariation} may be from the true one, at a confidence of 95 %, by the delta method. */
  get squaredVariationError(): number {
    const { count, mean, variance } = this;
    if (count === 0 || mean === 0) return 0;
    const third = this.third / count;
    const fourth = this.fourth / count;
    const scaled =
      (fourth - variance ** 2) / mean ** 4 +
      (4 * variance ** 3) / mean ** 6 -
      (4 * variance * third) / mean ** 5;
    return Z95 * Math.sqrt(Math.max(0, scaled) / count);
  }
}
