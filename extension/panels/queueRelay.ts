import type { Disposable } from 'vscode';
import type { QueueSummary } from '../../broker/protocol/queue.ts';

/** Counts change with every message; a view that draws them needs them about this often. */
const RELAY_AFTER_MS = 500;

/** Passes the queues on to a view: new names at once, counts at most every 500 ms. */
export class QueueRelay implements Disposable {
  queues: readonly QueueSummary[] = [];
  private readonly post: (queues: readonly QueueSummary[]) => void;
  private names = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(post: (queues: readonly QueueSummary[]) => void) {
    this.post = post;
  }

  set(queues: readonly QueueSummary[]): void {
    const names = queues.map(({ arn }) => arn).join(' ');
    const isOther = names !== this.names;
    this.queues = queues;
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
    this.post(this.queues);
  }
}
