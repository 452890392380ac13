/** Runs that hide messages of a connection, such as transfers: they end before calls no longer leave. */
export class HoldingRuns {
  readonly #running = new Map<Promise<unknown>, AbortController>();

  /** @param abort of the run, which gives back what it holds when it is aborted. */
  async hold<T>(abort: AbortController, run: () => Promise<T>): Promise<T> {
    const running = run();
    this.#running.set(running, abort);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Aborts them. @returns when all have ended; undefined: none runs, so that there is nothing to wait for. Never rejects. */
  release(): Promise<void> | undefined {
    if (this.#running.size === 0) return undefined;
    const running = [...this.#running.keys()];
    for (const abort of this.#running.values()) abort.abort();
    return Promise.allSettled(running).then(() => undefined);
  }
}
