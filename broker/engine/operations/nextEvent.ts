import type { Engine } from '../engine.ts';
import type { Message } from '../state/message.ts';
import type { Queue } from '../state/queue.ts';

/** What time alone will do to a message. */
export interface UpcomingEvent {
  /** Epoch ms. */
  readonly at: number;
  readonly kind: 'expired' | 'visible' | 'retentionExpired';
  readonly message: Message;
}

/**
 * The first thing that time will do to a message. A walk over what is in flight or delayed: the heap of timers also has
 * ends of long polls and of windows, which nobody waits for.
 */
export function findNextEvent(engine: Engine): UpcomingEvent | undefined {
  let next: UpcomingEvent | undefined;
  for (const queue of engine.allQueues()) {
    for (const event of eventsOf(engine, queue)) {
      if (next === undefined || event.at < next.at) next = event;
    }
  }
  return next;
}

function* eventsOf(engine: Engine, queue: Queue): Generator<UpcomingEvent> {
  for (const message of queue.received.values()) {
    const at = visibleAt(engine, message);
    if (at !== undefined) yield { at, kind: 'expired', message };
  }
  for (const message of queue.delayed) {
    const at = visibleAt(engine, message);
    if (at !== undefined) yield { at, kind: 'visible', message };
  }
  const oldest = queue.byAge.peek();
  if (oldest !== undefined) yield { at: retentionEnd(oldest), kind: 'retentionExpired', message: oldest };
}

/** When a message becomes visible by itself, epoch ms; undefined when it is visible already, or held. */
export function visibleAt(engine: Engine, message: Message): number | undefined {
  const timer = message.state === 'inFlight' ? message.lease : message.delay;
  return timer === undefined ? undefined : engine.timers.deadlineOf(timer);
}

/** When a message's retention ends, epoch ms. */
export function retentionEnd(message: Message): number {
  return message.sentAt + message.queue.settings.retentionSeconds * 1000;
}
