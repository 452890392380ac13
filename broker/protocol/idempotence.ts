import type { MessageAttributeValue } from './message.ts';
import { notification, request } from './method.ts';
import type { ConsumerInfo } from './trace.ts';

/** A message that the test sends. */
export interface ProbeMessage {
  readonly body: string;
  readonly attributes?: readonly MessageAttributeValue[];
  /** Needed on FIFO queues. */
  readonly groupId?: string;
}

export interface StartIdempotenceTestParams {
  readonly queueArn: string;
  /** 1-100. */
  readonly messages: readonly ProbeMessage[];
  /** How often each message is delivered, 2-10; default: 2. */
  readonly deliveries?: number;
  /** Of the random order; default: 1. */
  readonly seed?: number;
  /** Ends the test when it is not over by then, 1-600 s of the broker's clock after its start; default: 60. */
  readonly timeoutSeconds?: number;
}

export interface IdempotenceTestParams {
  readonly testId: string;
}

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
  /** Of the effects, those that an earlier delivery had already (same queue and same body). */
  readonly repeatedEffects: number;
  readonly consumers: readonly ConsumerInfo[];
  /**
   * `pending`: not yet delivered and deleted as often as planned; `once`: no effect was repeated; `twice`: effects were
   * repeated; `failed`: it was delivered and not deleted until the end of the test.
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
  /** Of all messages: how many were processed twice. */
  readonly twiceCount: number;
  /** A sentence with the result. */
  readonly summary: string;
}

/** One test runs on a queue at a time; it ends with the connection. The queue's own faults stay as they are. */
export const startIdempotenceTest = request<StartIdempotenceTestParams, IdempotenceReport>(
  'queueside/idempotence/start',
);
export const cancelIdempotenceTest = request<IdempotenceTestParams, IdempotenceReport>(
  'queueside/idempotence/cancel',
);
/** To the session whose test it is, at most every 200 ms while it runs, and at its end. */
export const idempotenceProgressed = notification<IdempotenceReport>('queueside/idempotence/progressed');
