import type { Disposable } from 'vscode';
import type { QueuesSnapshot } from '../../broker/protocol/queue.ts';

/** Counts change with every message; a view that draws them needs them about this often. */
const RELAY_AFTER_MS = 500;

/** Passes the queues on to a view: new names at once, counts at most every 500 ms. */
export class QueueRelay implements Disposable {
  newest: QueuesSnapshot = { queues: [], now: 0, sequence: 0 };
  private readonly post: (snapshot: QueuesSnapshot) => void;
  private names = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(post: (snapshot: QueuesSnapshot) => void) {
    this.post = post;
  }

  set(snapshot: QueuesSnapshot): void {
    const names = snapshot.queues.map(({ arn }) => arn).join(' ');
    const isOther = names !== this.names;
    this.newest = snapshot;
    this.names = names;
    if (isOther) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), RELAY_AFTER_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.post(this.newest);
  }
}
