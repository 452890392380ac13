import type { ListedQueue } from '../connections/connection.ts';

/** After which a new queue is in each list of the service. */
const CREATION_LAG_MS = 60_000;

/** Queues that this window created a moment ago: lists of the service may lack them for a while. */
export class CreatedQueues {
  readonly #readNow: () => number;
  /** By ARN; epoch ms. */
  readonly #created = new Map<string, { readonly queue: ListedQueue; readonly until: number }>();

  constructor(readNow: () => number) {
    this.#readNow = readNow;
  }

  add(queue: ListedQueue): void {
    this.#created.set(queue.arn, { queue, until: this.#readNow() + CREATION_LAG_MS });
  }

  has(arn: string): boolean {
    return (this.#created.get(arn)?.until ?? 0) > this.#readNow();
  }

  remove(arn: string): void {
    this.#created.delete(arn);
  }

  list(): readonly ListedQueue[] {
    const now = this.#readNow();
    for (const [arn, { until }] of this.#created) if (until <= now) this.#created.delete(arn);
    return [...this.#created.values()].map(({ queue }) => queue);
  }
}
