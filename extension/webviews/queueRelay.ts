import type { Disposable } from 'vscode';
import type { QueuesSnapshot } from '../../broker/protocol/queue.ts';
import { type Schedule, systemSchedule } from '../ground/schedule.ts';

/** Counts change with every message; a view that draws them needs them about this often. */
const RELAY_AFTER_MS = 500;

/** Passes the queues on to a view: new names at once, counts at most every 500 ms. */
export class QueueRelay implements Disposable {
  /** Undefined until the broker has sent its queues. */
  newest: QueuesSnapshot | undefined;
  readonly #post: (snapshot: QueuesSnapshot) => void;
  #names = '';
  readonly #schedule: Schedule;
  #cancel: (() => void) | undefined;

  constructor(post: (snapshot: QueuesSnapshot) => void, schedule = systemSchedule) {
    this.#post = post;
    this.#schedule = schedule;
  }

  set(snapshot: QueuesSnapshot): void {
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
