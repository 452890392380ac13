/** More messages in flight than this are counted as this many. */
const MAXIMUM_IN_FLIGHT = 10_000;
/** What is true for a shorter share of the time is a stray: a receive in the editor, or a consumer that was ended. */
const STRAY_SHARE = 0.001;

/** For how long how many messages waited and were in flight, in bounded memory. */
export class DepthTimes {
  private spanMs = 0;
  private waitingTimesMs = 0;
  private inFlightTimesMs = 0;
  /** By number in flight: how long it was so, and for how long of that messages waited. */
  private readonly busyMs: number[] = [];
  private readonly queuedMs: number[] = [];

  /** For `ms`, this many waited and were in flight. */
  add(ms: number, waiting: number, inFlight: number): void {
    this.spanMs += ms;
    this.waitingTimesMs += ms * waiting;
    this.inFlightTimesMs += ms * inFlight;
    const place = Math.min(inFlight, MAXIMUM_IN_FLIGHT);
    while (this.busyMs.length <= place) {
      this.busyMs.push(0);
      this.queuedMs.push(0);
    }
    this.busyMs[place] = (this.busyMs[place] as number) + ms;
    if (waiting > 0) this.queuedMs[place] = (this.queuedMs[place] as number) + ms;
  }

  get meanWaiting(): number {
    return this.spanMs === 0 ? 0 : this.waitingTimesMs / this.spanMs;
  }

  get meanInFlight(): number {
    return this.spanMs === 0 ? 0 : this.inFlightTimesMs / this.spanMs;
  }

  get totalMs(): number {
    return this.spanMs;
  }

  /** The most that were in flight at once, without strays; at least 1. */
  get mostInFlight(): number {
    let beyondMs = 0;
    for (let place = this.busyMs.length - 1; place > 1; place--) {
      beyondMs += this.busyMs[place] as number;
      if (beyondMs > STRAY_SHARE * this.spanMs) return place;
    }
    return 1;
  }

  /** Of the time in which messages waited, the share in which fewer than `consumers` were in flight. */
  readIdleShare(consumers: number): number {
    const queued = this.queuedMs.reduce((sum, ms) => sum + ms, 0);
    if (queued === 0) return 0;
    return this.queuedMs.slice(0, consumers).reduce((sum, ms) => sum + ms, 0) / queued;
  }
}
