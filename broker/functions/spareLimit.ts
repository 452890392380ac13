/** How many environments may be replaced in a window before any is invoked. */
const MAXIMUM_SPARES = 5;
const WINDOW_MS = 10_000;

/**
 * Limits the environments that are started because the code has changed: a function that writes into its own folder when it
 * starts would otherwise be started for ever.
 */
export class SpareLimit {
  private readonly startedAt: number[] = [];

  /** @param elapsedMs now, ms of real time @returns whether one more may be started */
  take(elapsedMs: number): boolean {
    while (this.startedAt.length > 0 && elapsedMs - (this.startedAt[0] as number) >= WINDOW_MS) {
      this.startedAt.shift();
    }
    if (this.startedAt.length >= MAXIMUM_SPARES) return false;
    this.startedAt.push(elapsedMs);
    return true;
  }
}
