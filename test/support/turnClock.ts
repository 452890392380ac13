import type { TurnPorts } from '../../broker/peers/turns.ts';

/** A clock on which each look takes 0.05 ms, as a step of work would: it measures the turns between which others run. */
export class TurnClock implements TurnPorts {
  lookCount = 0;
  turnCount = 0;
  longestMs = 0;
  #turnBeganAt = 0;

  get #nowMs(): number {
    return this.lookCount * 0.05;
  }

  readonly now = (): number => {
    this.lookCount += 1;
    return this.#nowMs;
  };

  readonly nextTurn = (): Promise<void> => {
    this.turnCount += 1;
    this.longestMs = Math.max(this.longestMs, this.#nowMs - this.#turnBeganAt);
    this.#turnBeganAt = this.#nowMs;
    return Promise.resolve();
  };
}
