import { BODY, NAME } from './commonShapes.ts';
import { FAULT_SEED } from './faults.ts';
import { MESSAGE_ATTRIBUTES } from './message.ts';
import { notification, type ParamsOf, request, type } from './method.ts';
import { listOf, optional, shape, type TypeOf, wholeNumber } from './shape.ts';
import type { ConsumerInfo } from './trace.ts';

/** What the consumer did with one message of the test. */
export interface ProbeReport {
  readonly messageId: string;
  readonly preview: string;
  readonly deliveries: number;
  readonly deletes: number;
  /** Messages that consumers sent to queues while they held only this one: its visible effects. */
  readonly effects: readonly {
    readonly queueArn: string;
    readonly messageId: string;
    readonly preview: string;
  }[];
  /** Effects that an earlier delivery already had (same queue and same body). */
  readonly repeatedEffects: number;
  readonly consumers: readonly ConsumerInfo[];
  /**
   * `pending`: not yet delivered and deleted as often as planned; `once`: no effect was repeated; `twice`: effects were
   * repeated; `failed`: it was delivered but not deleted before the end of the test.
   */
  readonly verdict: 'pending' | 'once' | 'twice' | 'failed';
}

export interface IdempotenceReport {
  readonly testId: string;
  readonly queueArn: string;
  readonly status: 'running' | 'done' | 'timedOut' | 'cancelled';
  readonly seed: number;
  readonly deliveries: number;
  /** Epoch ms on the broker's clock. */
  readonly startedAt: number;
  readonly endsAt: number;
  readonly messages: readonly ProbeReport[];
  /** How many of all messages were processed twice. */
  readonly twiceCount: number;
  /** A sentence with the result. */
  readonly summary: string;
}

const PROBE = shape({
  body: BODY,
  attributes: optional(MESSAGE_ATTRIBUTES),
  /** Needed on FIFO queues. */
  groupId: optional(NAME),
});

/** A message that the test sends. */
export type ProbeMessage = TypeOf<typeof PROBE>;

/**
 * Sends the messages, delivers each of them `deliveries` times in random order (on FIFO queues: in order), and records
 * what consumers do with each delivery: what they delete, and what they send onward while only that message is in
 * flight. A deleted message is delivered again, as if the delete had come too late. One test can run on a queue at a
 * time; it ends with the connection. The queue's own faults stay active.
 */
export const startIdempotenceTest = request('queueside/idempotence/start', {
  params: shape({
    queueArn: NAME,
    messages: listOf(PROBE, 100),
    /** How often each message is delivered; default: 2. */
    deliveries: optional(wholeNumber(2, 10)),
    /** Of the random order; default: 1. */
    seed: optional(FAULT_SEED),
    /**
     * Ends the test this many seconds after its start, on the broker's clock, if it is not over by then; default: 60.
     */
    timeoutSeconds: optional(wholeNumber(1, 600)),
  }),
  result: type<IdempotenceReport>(),
  stores: 'journal',
});

export type StartIdempotenceTestParams = ParamsOf<typeof startIdempotenceTest>;

/** Stops a test. Its messages are deleted, as at the normal end. */
export const cancelIdempotenceTest = request('queueside/idempotence/cancel', {
  params: shape({ testId: NAME }),
  result: type<IdempotenceReport>(),
  stores: 'journal',
});

/** Sent to the client that started the test, at most every 200 ms while it runs, and at its end. */
export const idempotenceProgressed = notification<IdempotenceReport>('queueside/idempotence/progressed');
