/** Keeps to a number of messages in a second, on average. */
export class Pace {
  readonly #perSecond: number | undefined;
  readonly #readNow: () => number;
  #nextMs = 0;

  /** @param perSecond undefined: as fast as it goes */
  constructor(perSecond: number | undefined, readNow: () => number) {
    this.#perSecond = perSecond;
    this.#readNow = readNow;
  }

  /** Until the next messages may pass. */
  get waitMs(): number {
    return Math.max(0, this.#nextMs - this.#readNow());
  }

  note(count: number): void {
    if (this.#perSecond === undefined) return;
    this.#nextMs = Math.max(this.#nextMs, this.#readNow()) + (count * 1_000) / this.#perSecond;
  }
}
