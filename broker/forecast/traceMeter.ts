import type { TraceRecord } from '../trace/record.ts';
import { Arrivals } from './arrivals.ts';
import { DepthTimes } from './depthTimes.ts';
import { Moments } from './moments.ts';
import { Quantiles } from './quantiles.ts';

/** With these, what came before says nothing about what comes after. */
const BREAKS: ReadonlySet<TraceRecord['kind']> = new Set([
  'clockAdvanced',
  'purged',
  'queueCreated',
  'queueDeleted',
  'undone',
]);

/**
 * Measures one queue from the records of a trace, which it is shown in their order. What it remembers of messages is bounded
 * by the trace: each has a record there.
 */
export class TraceMeter {
  arrivals = new Arrivals();
  readonly handling = new Moments();
  readonly waits = new Moments();
  readonly waitQuantiles = new Quantiles();
  readonly depths = new DepthTimes();
  /** Receives of one message or more. */
  receives = 0;
  received = 0;
  /** Ends of a flight without a delete. */
  unfinished = 0;
  billedForMessages = 0;
  emptyReceives = 0;
  isBroken = false;
  from: number | undefined;
  until: number | undefined;
  private readonly queueArn: string;
  /** Since when messages can be received, by their number. */
  private readonly visibleSince = new Map<number, number>();
  private waiting = 0;
  private inFlight = 0;
  private lastReceive: { readonly at: number; readonly caller: TraceRecord['caller'] } | undefined;

  constructor(queueArn: string) {
    this.queueArn = queueArn;
  }

  /** Whether this record makes all earlier ones useless: the caller goes on with another meter. */
  isBreak({ kind, queueArn }: TraceRecord): boolean {
    return BREAKS.has(kind) && (queueArn === undefined || queueArn === this.queueArn);
  }

  observe(record: TraceRecord): void {
    if (record.queueArn !== this.queueArn) {
      if (record.otherQueueArn === this.queueArn) this.arriveFromOther(record);
      return;
    }
    if (record.kind === 'emptyReceive') this.emptyReceives += record.chunks ?? 1;
    else this.billedForMessages += record.chunks ?? 0;
    if (record.depth !== undefined) this.passTime(record.at, record.depth);
    this.observeMessage(record);
  }

  private observeMessage(record: TraceRecord): void {
    const { kind, at, messageNumber } = record;
    if (messageNumber === undefined) return;
    switch (kind) {
      case 'sent':
        if (record.timeoutMs === undefined) this.arrive(messageNumber, at);
        return;
      case 'visible':
        // The end of a delay. After a receive with a visibility timeout of 0, it is no arrival.
        if ((record.receiveCount ?? 0) === 0) this.arrive(messageNumber, at);
        else this.visibleSince.set(messageNumber, at);
        return;
      case 'received':
        this.receive(record, messageNumber);
        return;
      case 'deleted':
        if (record.receivedAt !== undefined && !record.isLate) this.handling.add(at - record.receivedAt);
        else if (record.isLate) this.unfinished++;
        this.visibleSince.delete(messageNumber);
        return;
      case 'visibilityChanged':
        if (record.timeoutMs !== 0) return;
        this.unfinished++;
        this.visibleSince.set(messageNumber, at);
        return;
      case 'expired':
        this.unfinished++;
        this.visibleSince.set(messageNumber, at);
        return;
      case 'movedToDeadLetter':
      case 'redriven':
      case 'retentionExpired':
        this.visibleSince.delete(messageNumber);
        return;
      default:
    }
  }

  private arrive(messageNumber: number, at: number): void {
    this.arrivals.add(at);
    this.visibleSince.set(messageNumber, at);
  }

  /** A dead-letter queue gets messages that were sent to another queue. */
  private arriveFromOther(record: TraceRecord): void {
    if (record.otherDepth !== undefined) this.passTime(record.at, record.otherDepth);
    const number = record.otherMessageNumber ?? record.messageNumber;
    if (number !== undefined) this.arrive(number, record.at);
  }

  private receive(record: TraceRecord, messageNumber: number): void {
    const { at, caller } = record;
    this.received++;
    if (this.lastReceive?.at !== at || this.lastReceive.caller !== caller) this.receives++;
    this.lastReceive = { at, caller };
    const since = this.visibleSince.get(messageNumber);
    this.visibleSince.delete(messageNumber);
    if (since === undefined) return;
    const waitMs = Math.max(0, at - since);
    this.waits.add(waitMs);
    this.waitQuantiles.add(waitMs);
  }

  private passTime(at: number, depth: { readonly visible: number; readonly inFlight: number }): void {
    if (this.until === undefined) this.from = at;
    else this.depths.add(Math.max(0, at - this.until), this.waiting, this.inFlight);
    this.until = Math.max(at, this.until ?? at);
    this.waiting = depth.visible;
    this.inFlight = depth.inFlight;
  }
}
