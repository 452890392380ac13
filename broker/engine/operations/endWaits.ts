import type { Engine } from '../engine.ts';
import { succeed } from '../base/result.ts';

/** Ends all waiting receives with an empty response, when the broker shuts down. */
export function endWaits(engine: Engine): void {
  for (const queue of engine.allQueues()) {
    for (const waiter of queue.waiters) {
      queue.waiters.delete(waiter);
      engine.timers.cancel(waiter);
      waiter.complete(succeed([]));
    }
  }
  engine.settle();
}
