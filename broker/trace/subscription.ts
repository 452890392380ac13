import type { Schedule } from '../time/schedule.ts';
import type { TraceEvent } from '../protocol/trace.ts';

/** At most so many events a batch. */
export const BATCH_EVENTS = 64;
/** Longest wait for a batch to fill, ms. */
export const BATCH_MS = 30;
/** A client that has left more than this unread is slow; nothing more is sent to it until it has caught up. */
const HIGH_WATER_BYTES = 1_048_576;
/** A slow client further behind than this loses the oldest of what it has not got. */
const MAXIMUM_LAG_EVENTS = 8192;
/** Batches sent in one turn of the event loop, so that a flood of trace never holds up an answer. */
const BATCHES_A_TURN = 8;

/** Where a subscription reads from: the recorder. */
export interface TraceSource {
  readonly firstSequence: number;
  readonly lastSequence: number;
  /** Up to `limit` kept events after this sequence number. */
  read(query: { readonly afterSequence: number; readonly limit: number }): readonly TraceEvent[];
  /** Calls back after every recorded event; returns what ends that. */
  follow(follower: () => void): () => void;
}

/** Where a subscription sends to: a session's socket. */
export interface TraceSink {
  /** Bytes accepted for sending that have not left yet. */
  readonly bufferedBytes: number;
  send(events: readonly TraceEvent[], dropped: number): void;
}

/**
 * One client's place in the trace. It follows the recorder at the client's own speed: nothing is queued for it beside
 * what its socket has accepted, because the recorder keeps the events anyway.
 */
export class TraceSubscription {
  private readonly source: TraceSource;
  private readonly sink: TraceSink;
  private readonly schedule: Schedule;
  private cursor: number;
  /** Events that existed when the client subscribed are sent in full, however long it takes. */
  private readonly backlogEnd: number;
  private cancel: (() => void) | undefined;
  private urgent = false;
  private readonly unfollow: () => void;

  /** @param afterSequence the last event that the client knows; it is sent what comes after. */
  constructor(source: TraceSource, sink: TraceSink, schedule: Schedule, afterSequence: number) {
    this.source = source;
    this.sink = sink;
    this.schedule = schedule;
    this.cursor = Math.min(afterSequence, source.lastSequence);
    this.backlogEnd = source.lastSequence;
    this.unfollow = source.follow(() => this.notice());
    this.notice();
  }

  close(): void {
    this.unfollow();
    this.cancel?.();
  }

  /** Comes after every recorded event, so it must be cheap. */
  private notice(): void {
    const pending = this.source.lastSequence - this.cursor;
    if (pending === 0) return;
    if (pending >= BATCH_EVENTS && !this.urgent) this.plan(0);
    else if (this.cancel === undefined) this.plan(BATCH_MS);
  }

  private plan(delayMs: number): void {
    this.cancel?.();
    this.urgent = delayMs === 0;
    this.cancel = this.schedule(delayMs, () => {
      this.cancel = undefined;
      this.urgent = false;
      this.flush();
    });
  }

  private flush(): void {
    for (let batches = 0; batches < BATCHES_A_TURN; batches++) {
      if (this.cursor >= this.source.lastSequence) return;
      if (this.sink.bufferedBytes > HIGH_WATER_BYTES) {
        // A client that does not read gains nothing from urgency.
        this.plan(BATCH_MS);
        this.urgent = true;
        return;
      }
      this.sendBatch();
    }
    this.notice();
  }

  private sendBatch(): void {
    const start = Math.max(this.cursor, this.source.firstSequence - 1, this.furthestBehind());
    const dropped = start - this.cursor;
    const events = this.source.read({ afterSequence: start, limit: BATCH_EVENTS });
    this.cursor = start + events.length;
    if (events.length > 0 || dropped > 0) this.sink.send(events, dropped);
  }

  /** The place from which a client that has fallen too far behind continues. */
  private furthestBehind(): number {
    if (this.cursor < this.backlogEnd) return 0;
    return this.source.lastSequence - MAXIMUM_LAG_EVENTS;
  }
}
