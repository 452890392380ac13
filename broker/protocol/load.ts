/**
 * What `npx queueside load --json-lines` prints on standard output, one line of JSON each: progress twice a second, and
 * finally the report. To stop the test early, write the line `stop` to its standard input; it still prints the report.
 */

/**
 * How the rate changes during a load test. `ramp`: rises evenly from zero to the full rate. `bursts`: sends 5 seconds'
 * worth of messages at once, every 5 seconds. `poisson`: the gaps between messages are random, as if many independent
 * senders sent them; the rate is their mean.
 */
export type LoadShape = 'steady' | 'ramp' | 'bursts' | 'poisson';

/**
 * What happened to messages in the queue since the test began, from the queue's counts; other senders and purges
 * distort it.
 */
export interface LoadQueueCounts {
  /** Messages that consumers have received. */
  readonly received: number;
  /** Messages that have left the queue: deleted, or moved to a dead-letter queue. */
  readonly deleted: number;
  /** Messages that can be received now. */
  readonly waiting: number;
  readonly inFlight: number;
}

/** The result of a load test. */
export interface LoadReport {
  readonly sent: number;
  readonly failed: number;
  /** Messages that were due but not sent, because all connections were busy. */
  readonly behind: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Requests that Amazon SQS would have billed for the messages sent. */
  readonly chunks: number;
  /** From the time a message was due to its response, ms. */
  readonly latencyMs: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
  };
  /** How often each error occurred. */
  readonly errors: Readonly<Record<string, number>>;
  /** Absent when the caller may not read the queue's attributes. */
  readonly queue?: LoadQueueCounts;
}

/** Progress of a load test; totals since its start, and latencies since the previous line. */
export interface LoadProgress {
  readonly sent: number;
  readonly failed: number;
  readonly seconds: number;
  readonly chunks: number;
  /** Latencies of the responses since the previous line; absent if there were none. */
  readonly latencyMs?: { readonly p50: number; readonly p99: number };
  readonly queue?: LoadQueueCounts;
}

export type LoadLine =
  | ({ readonly event: 'progress' } & LoadProgress)
  | ({ readonly event: 'report' } & LoadReport);
