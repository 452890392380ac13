const MINUTE_MS = 60_000;

/** With so many calls in a minute, of whatever kind and each attempt of them, a connection reads no counts. */
export const COUNT_CALLS_PER_MINUTE = 120;
/** US dollars for a million requests of a standard queue, before any discount; the first million of a month is free. */
const USD_PER_MILLION = 0.4;
const MINUTES_PER_DAY = 1_440;

/** Says yes to reading counts, until so many calls have left within a minute. */
export class CallBudget {
  readonly #perMinute: number;
  readonly #readNow: () => number;
  /** Epoch ms of the calls of the last minute, oldest first. */
  #calls: number[] = [];
  /** Calls that may be made and have not ended. */
  #openCount = 0;

  constructor(perMinute: number, readNow: () => number) {
    this.#perMinute = perMinute;
    this.#readNow = readNow;
  }

  /** @returns whether a call that reads counts may be made now; {@link finish} says that it has ended */
  take(): boolean {
    this.#forgetOld();
    if (this.#calls.length + this.#openCount >= this.#perMinute) return false;
    this.#openCount += 1;
    return true;
  }

  finish(): void {
    this.#openCount -= 1;
  }

  /** A request leaves: of any call, also a second attempt. */
  note(): void {
    this.#forgetOld();
    this.#calls.push(this.#readNow());
  }

  #forgetOld(): void {
    const now = this.#readNow();
    this.#calls = this.#calls.filter((at) => now - at < MINUTE_MS);
  }
}

/** What calls cost that are made all day long. @returns US dollars */
export function estimateDailyCost(callsPerMinute: number): number {
  return estimateCost(callsPerMinute * MINUTES_PER_DAY);
}

/** @returns US dollars */
export function estimateCost(calls: number): number {
  return (calls * USD_PER_MILLION) / 1_000_000;
}
