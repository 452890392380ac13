import type { Engine } from '../engine.ts';
import type { Message } from '../state/message.ts';
import type { Queue } from '../state/queue.ts';

/** What happens to a message when time passes. */
export interface UpcomingEvent {
  /** Epoch ms. */
  readonly at: number;
  readonly kind: 'expired' | 'visible' | 'retentionExpired';
  readonly message: Message;
}

/**
 * The next deadline of a message. Walks over the messages that are in flight or delayed, because the timer heap also
 * has the ends of long polls and windows, which do not count.
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

/** When a message becomes visible on its own, epoch ms; undefined when it is visible already, or held. */
export function visibleAt(engine: Engine, message: Message): number | undefined {
  const timer = message.state === 'inFlight' ? message.delivery : message.delay;
  return timer === undefined ? undefined : engine.timers.deadlineOf(timer);
}

/** When a message's retention ends, epoch ms. */
export function retentionEnd(message: Message): number {
  return message.sentAt + message.queue.settings.retentionSeconds * 1000;
}
