import type { Schedule } from '../../ground/schedule.ts';

/**
 * A busy queue changes ten times a second; drawing its open branch that often would only burn time. And VS Code draws a
 * tree only when nothing has changed in it for 200 ms, later on a busy machine, so while a program creates queues it would
 * never do so.
 */
const INTERVAL_MS = 500;

/** Draws at most once in a while: the first change at once, what comes soon after it together. */
export class RedrawPace {
  readonly #schedule: Schedule;
  readonly #draw: () => void;
  #cancel: (() => void) | undefined;
  #isWanted = false;

  constructor(schedule: Schedule, draw: () => void) {
    this.#schedule = schedule;
    this.#draw = draw;
  }

  request(): void {
    if (this.#cancel === undefined) this.#drawAndWait();
    else this.#isWanted = true;
  }

  dispose(): void {
    this.#cancel?.();
  }

  #drawAndWait(): void {
    this.#cancel = this.#schedule(INTERVAL_MS, () => {
      this.#cancel = undefined;
      if (!this.#isWanted) return;
      this.#isWanted = false;
      this.#drawAndWait();
    });
    this.#draw();
  }
}
