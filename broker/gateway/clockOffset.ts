/** Signatures are accepted within 5 minutes at some places, and 15 at others. */
const TOLERATED_MS = 240_000;

/** How far the clock of the endpoint is ahead of that of this machine, as far as signatures have to know it. */
export class ClockOffset {
  private readonly now: () => number;
  private current = 0;

  /** @param now epoch ms on the clock of this machine */
  constructor(now: () => number) {
    this.now = now;
  }

  get ms(): number {
    return this.current;
  }

  /** @param serverTime epoch ms, of a response; undefined if it does not say */
  notice(serverTime: number | undefined): void {
    if (serverTime === undefined) return;
    const offset = serverTime - this.now();
    this.current = Math.abs(offset) > TOLERATED_MS ? offset : 0;
  }
}
