import type { Caller } from '../base/caller.ts';
import type { Engine } from '../engine.ts';
import type { Queue } from '../state/queue.ts';

/** After a change of the settings or tags of a queue: notifies all listeners, and those that compare. */
export function noteQueueChange(
  engine: Engine,
  queue: Queue,
  caller: Caller,
  what: 'attributes' | 'tags' | 'policy',
  at = engine.ports.clock.now(),
): void {
  queue.revision += 1;
  engine.emit({ kind: 'queueChanged', at, queue, caller, what });
}
