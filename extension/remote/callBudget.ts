const MINUTE_MS = 60_000;

/** How many calls that only read counts a connection makes in a minute at most. */
export const COUNT_CALLS_PER_MINUTE = 120;
/** US dollars for a million requests of a standard queue, before any discount; the first million of a month is free. */
const USD_PER_MILLION = 0.4;
const MINUTES_PER_DAY = 1_440;

/** Says yes to so many calls in any minute. */
export class CallBudget {
  readonly #perMinute: number;
  readonly #readNow: () => number;
  /** Epoch ms of the calls of the last minute, oldest first. */
  #calls: number[] = [];

  constructor(perMinute: number, readNow: () => number) {
    this.#perMinute = perMinute;
    this.#readNow = readNow;
  }

  /** @returns whether a call may be made now; it counts as made then */
  take(): boolean {
    const now = this.#readNow();
    this.#calls = this.#calls.filter((at) => now - at < MINUTE_MS);
    if (this.#calls.length >= this.#perMinute) return false;
    this.#calls.push(now);
    return true;
  }
}

/** What calls cost that are made all day long. @returns US dollars */
export function estimateDailyCost(callsPerMinute: number): number {
  return (callsPerMinute * MINUTES_PER_DAY * USD_PER_MILLION) / 1_000_000;
}
