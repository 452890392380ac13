import type { Schedule } from '../../ground/schedule.ts';

/** A busy queue changes ten times a second; drawing its open branch that often would only burn time. */
const INTERVAL_MS = 300;
/** A tree out of sight is not drawn. */
const GIVE_UP_MS = 3_000;

/**
 * Asks VS Code to draw the tree: the first change at once, what comes soon after it together. VS Code draws only when it was
 * asked nothing for 200 ms, later on a busy machine, so the next request waits until it has drawn.
 */
export class RedrawPace {
  readonly #schedule: Schedule;
  readonly #draw: () => void;
  #cancel: (() => void) | undefined;
  #isWanted = false;
  #isDrawn = false;
  /** The interval is over. */
  #isLate = false;

  constructor(schedule: Schedule, draw: () => void) {
    this.#schedule = schedule;
    this.#draw = draw;
  }

  request(): void {
    if (this.#cancel === undefined) this.#drawAndWait();
    else this.#isWanted = true;
  }

  /** VS Code has asked for a row. */
  noteDrawn(): void {
    this.#isDrawn = true;
    if (this.#isLate) this.#goOn();
  }

  dispose(): void {
    this.#cancel?.();
  }

  #drawAndWait(): void {
    this.#isDrawn = false;
    this.#cancel = this.#schedule(INTERVAL_MS, () => {
      if (this.#isDrawn) {
        this.#goOn();
        return;
      }
      this.#isLate = true;
      this.#cancel = this.#schedule(GIVE_UP_MS - INTERVAL_MS, () => this.#goOn());
    });
    this.#draw();
  }

  #goOn(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#isLate = false;
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.#drawAndWait();
  }
}
