import type { Disposable } from 'vscode';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import { type Schedule, systemSchedule } from '../ground/schedule.ts';

/** Counts change with every message; a view that draws them needs them about this often. */
const RELAY_AFTER_MS = 500;

/** Passes the queues on to a view: new names at once, counts at most every 500 ms. */
export class QueueRelay<S extends { readonly queues: readonly QueueSummary[] }> implements Disposable {
  /** Undefined until the broker has sent its queues. */
  newest: S | undefined;
  readonly #post: (snapshot: S) => void;
  #names = '';
  readonly #schedule: Schedule;
  #cancel: (() => void) | undefined;

  constructor(post: (snapshot: S) => void, schedule = systemSchedule) {
    this.#post = post;
    this.#schedule = schedule;
  }

  set(snapshot: S): void {
    const names = snapshot.queues.map(({ arn }) => arn).join(' ');
    const isOther = names !== this.#names;
    this.newest = snapshot;
    this.#names = names;
    if (isOther) this.#flush();
    else this.#cancel ??= this.#schedule(RELAY_AFTER_MS, () => this.#flush());
  }

  dispose(): void {
    this.#cancel?.();
  }

  #flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.newest !== undefined) this.#post(this.newest);
  }
}
