/**
 * What `queueside load --json-lines` says on its standard output, one line of JSON for each: progress twice a second, and
 * the report as the last. It ends sooner, and reports, when a line `stop` comes in on its standard input.
 */

/**
 * How the rate changes over the time of a load test. `ramp`: rises evenly from nothing to the full rate. `bursts`: what is
 * due in 5 s, all at once every 5 s.
 */
export type LoadShape = 'steady' | 'ramp' | 'bursts';

/** What became of messages in the queue since the test began, by its counts; other senders and purges blur it. */
export interface LoadQueueCounts {
  /** Messages that consumers have had or have. */
  readonly received: number;
  /** Messages that have left the queue: deleted, or moved to a dead-letter queue. */
  readonly deleted: number;
  /** Messages that can be received now. */
  readonly waiting: number;
  readonly inFlight: number;
}

/** What a load test comes to. */
export interface LoadReport {
  readonly sent: number;
  readonly failed: number;
  /** Messages that were due and not sent, because all connections were still busy with others. */
  readonly behind: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Requests that Amazon SQS would have billed for the messages sent. */
  readonly chunks: number;
  /** From the time at which a message was due to its answer, ms. */
  readonly latencyMs: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
  };
  /** How often each error came. */
  readonly errors: Readonly<Record<string, number>>;
  /** Absent when the caller may not read the queue's attributes. */
  readonly queue?: LoadQueueCounts;
}

/** How far a load test has come; sums since its begin, and latencies since the line before. */
export interface LoadProgress {
  readonly sent: number;
  readonly failed: number;
  readonly seconds: number;
  readonly chunks: number;
  /** Of the answers since the line before; absent when there was none. */
  readonly latencyMs?: { readonly p50: number; readonly p99: number };
  readonly queue?: LoadQueueCounts;
}

export type LoadLine =
  | ({ readonly event: 'progress' } & LoadProgress)
  | ({ readonly event: 'report' } & LoadReport);
