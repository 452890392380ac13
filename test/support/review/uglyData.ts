import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { makeQueue, makeTraceEvents } from '../webviewSamples.ts';

/** Bodies as real programs send them, by what is ugly about them. */
export const UGLY_BODIES: Readonly<Record<string, string>> = {
  'many lines': JSON.stringify(
    { id: 1, name: 'bob', nested: { list: [1, 2, 3], text: 'a "quoted" word' } },
    undefined,
    2,
  ),
  'one MiB': 'x'.repeat(1_048_576),
  'right-to-left': '\u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD, \u0645\u0631\u062D\u0628\u0627 42',
  emoji: '👩‍👩‍👧 🇩🇪 ❤️‍🔥 done',
  'control characters': '\u0000\u001B[31mred\u0085\u2028next',
  empty: '',
};

/** 2,000 queues: long and short names, full and empty ones, FIFO queues and dead-letter queues. */
export function makeManyQueues(): QueueSummary[] {
  return Array.from({ length: 2_000 }, (_, index) => {
    const name = `service-${index % 40}-${'a-long-part-of-a-name-'.repeat(index % 4)}${index}`.slice(0, 70);
    return index % 5 === 0
      ? makeQueue(`${name}.fifo`, index * 991, 'fifo')
      : makeQueue(name, index % 3 === 0 ? 0 : index);
  });
}

/** Messages with ugly bodies among others, from a consumer with a long name. */
export function makeUglyEvents(): TraceEvent[] {
  const bodies = Object.values(UGLY_BODIES);
  return makeTraceEvents(200).map((event, index) => ({
    ...event,
    ...(event.kind === 'sent' ? { preview: bodies[Math.floor(index / 8) % bodies.length] ?? '' } : {}),
    ...(event.consumer === undefined
      ? {}
      : {
          consumer: {
            ...event.consumer,
            name: `${event.consumer.name} with a name that somebody made very long \u202Eold`,
          },
        }),
  }));
}
