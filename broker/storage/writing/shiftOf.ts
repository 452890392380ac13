/**
 * What is added to the times of a message that is restored after a jump of the clock. One that was sent while the jump was under way
 * may have times that are ahead of the clock now: it was sent just now then.
 * @param now epoch ms
 */
export function shiftOf(sentAt: number, shiftMs: number, now: number): number {
  return Math.min(shiftMs, now - sentAt);
}
