import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { listScenario, makeScenario, numberEvents, SCENARIO_START } from '../traceScenario.ts';
import { makeQueue, makeTraceEvents } from '../webviewSamples.ts';

const HOUR_MS = 3_600_000;
const FOUR_DAYS_MS = 96 * HOUR_MS;
/** What the first three rounds take, to the end of the message that is held at a breakpoint. */
const FIRST_HALF_MS = 3_350;

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

/** Attributes with names and values that need more room than there is. */
export const UGLY_ATTRIBUTES = [
  { name: 'a.very-long.name_of-an.attribute'.repeat(4), type: 'String', value: 'x'.repeat(600) },
  { name: 'lines', type: 'String.text', value: 'first\n\tsecond\nthird' },
  { name: 'empty-looking', type: 'String', value: ' ' },
  { name: 'huge', type: 'Binary', value: 'AAECAwQF'.repeat(2_000) },
  { name: 'direction', type: 'String', value: '\u202Eabc \u05E9\u05DC\u05D5\u05DD' },
];

/** 2,000 queues: long and short names, full and empty ones, FIFO queues and dead-letter queues. */
export function makeManyQueues(): QueueSummary[] {
  return Array.from({ length: 2_000 }, (_, index) => {
    const name = `service-${index % 40}-${'a-long-part-of-a-name-'.repeat(index % 4)}${index}`.slice(0, 70);
    return index % 5 === 0
      ? makeQueue(`${name}.fifo`, index * 991, 'fifo')
      : makeQueue(name, index % 3 === 0 ? 0 : index);
  });
}

/** Queues of one service, whose names differ only at their ends. */
export function makeServiceQueues(): QueueSummary[] {
  return ['prod', 'staging', 'dead-letters-prod', 'dead-letters-staging'].map((end) =>
    makeQueue(`orders-service-inbound-${end}`),
  );
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
            name: `${event.consumer.name} with a name that a user made very long \u202Eold`,
          },
        }),
  }));
}

/** A few seconds of work, an hour in which nothing happens, and a few seconds more. */
export function makeQuietHour(): TraceEvent[] {
  return makeScenario(6, startAfter(HOUR_MS));
}

/** The broker's clock is moved by four days in the middle of the work, while no message is in flight. */
export function makeClockJump(): TraceEvent[] {
  const jump = {
    at: SCENARIO_START + FIRST_HALF_MS + FOUR_DAYS_MS,
    kind: 'clockAdvanced',
    movedMs: FOUR_DAYS_MS,
  } as const;
  return numberEvents([...listScenario(6, startAfter(FOUR_DAYS_MS)), jump]);
}

/** Rounds of which the last three begin so much later, when all messages of the others have been dealt with. */
function startAfter(gapMs: number): (round: number) => number {
  return (round) => round * 900 + (round < 3 ? 0 : FIRST_HALF_MS + 150 - 3 * 900 + gapMs);
}
