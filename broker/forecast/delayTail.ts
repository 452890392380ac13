/** Closer to 1 than this, a variation is that of an exponential distribution. */
const ALMOST_ONE = 0.01;
const STEPS = 60;

/**
 * The share of the waits of those that have to wait that is longer than `ms`: a distribution with this mean and this squared
 * variation, as in the Queueing Network Analyzer (W. Whitt, Bell System Technical Journal 62, 1983): above 1 two
 * exponentials with balanced means, below 1 a sum of two. A variation below 0.5 is taken as 0.5.
 */
function tailShare(mean: number, variation: number, ms: number): number {
  if (Math.abs(variation - 1) < ALMOST_ONE) return Math.exp(-ms / mean);
  if (variation > 1) {
    const share = (1 + Math.sqrt((variation - 1) / (variation + 1))) / 2;
    const rate = (2 * ms) / mean;
    return share * Math.exp(-share * rate) + (1 - share) * Math.exp(-(1 - share) * rate);
  }
  const spread = Math.sqrt(Math.max(0, 2 * variation - 1));
  const longer = (mean * (1 + spread)) / 2;
  const shorter = (mean * (1 - spread)) / 2;
  // Two equal ones would be divided by zero.
  if (longer - shorter < mean * 1e-6) return (1 + ms / longer) * Math.exp(-ms / longer);
  return (longer * Math.exp(-ms / longer) - shorter * Math.exp(-ms / shorter)) / (longer - shorter);
}

/** The time that this share of the waits exceeds, ms. @param share above 0; 1 and more: 0 ms */
export function findTail(mean: number, variation: number, share: number): number {
  if (share >= 1 || mean <= 0) return 0;
  let low = 0;
  let high = mean;
  while (tailShare(mean, variation, high) > share) high *= 2;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (tailShare(mean, variation, middle) > share) low = middle;
    else high = middle;
  }
  return high;
}
