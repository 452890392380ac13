import type { ConsumerInfo, TraceEvent } from '../../../broker/protocol/trace.ts';

/** A batch as it came from the host. */
export interface EventBatch {
  readonly start: 'snapshot' | 'run' | 'continue';
  /** With `run`: when the broker started, epoch ms on its clock. */
  readonly startedAt?: number;
  readonly events: readonly TraceEvent[];
  readonly dropped: number;
  /** With it, all events up to this one have come. */
  readonly sequence?: number;
}

/** Calls back before the next frame; in tests at once. */
export type FrameScheduler = (callback: () => void) => void;

/** Enough for a snapshot within two seconds, and few enough for a frame. */
const EVENTS_PER_FRAME = 2_500;
/** What may wait while no frame is drawn, because the view is behind another. */
const MAXIMUM_WAITING_EVENTS = 200_000;
const MAXIMUM_NAMES = 5_000;

/** Holds what came until the next frame, and hands it on in bites that one frame can take. */
export class EventInbox {
  private readonly schedule: FrameScheduler;
  private readonly handle: (batch: EventBatch) => void;
  private readonly names = new Map<string, string>();
  private readonly consumers = new Map<string, ConsumerInfo>();
  private batches: EventBatch[] = [];
  private waitingCount = 0;
  private isScheduled = false;

  constructor(schedule: FrameScheduler, handle: (batch: EventBatch) => void) {
    this.schedule = schedule;
    this.handle = handle;
  }

  add(batch: EventBatch): void {
    // What comes before a snapshot would be forgotten by it.
    if (batch.start === 'snapshot') this.clear();
    this.batches.push(batch);
    this.waitingCount += batch.events.length;
    while (this.waitingCount > MAXIMUM_WAITING_EVENTS && this.batches.length > 1) this.dropOldest();
    this.wake();
  }

  /** Hands on everything now. */
  flush(): void {
    const { batches } = this;
    this.clear();
    for (const batch of batches) this.handle(batch);
  }

  clear(): void {
    this.batches = [];
    this.waitingCount = 0;
  }

  private wake(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.schedule(() => {
      this.isScheduled = false;
      this.takeBite();
      if (this.batches.length > 0) this.wake();
    });
  }

  private takeBite(): void {
    let left = EVENTS_PER_FRAME;
    while (left > 0) {
      const [batch] = this.batches;
      if (batch === undefined) return;
      const events = batch.events.slice(0, left);
      const rest = batch.events.slice(left);
      const { startedAt: _ofTheBeginning, ...following } = batch;
      if (rest.length === 0) this.batches.shift();
      else this.batches[0] = { ...following, start: 'continue', events: rest, dropped: 0 };
      this.waitingCount -= events.length;
      left -= Math.max(1, events.length);
      for (const event of events) this.share(event);
      if (rest.length === 0) this.handle(batch);
      else {
        const { sequence: _ofTheEnd, ...beginning } = batch;
        this.handle({ ...beginning, events });
      }
    }
  }

  private dropOldest(): void {
    const [oldest, next] = this.batches;
    if (oldest === undefined || next === undefined) return;
    this.batches.shift();
    this.waitingCount -= oldest.events.length;
    const { start, startedAt } = next.start === 'continue' ? oldest : next;
    const dropped = next.dropped + oldest.dropped + oldest.events.length;
    this.batches[0] = { ...next, start, ...(startedAt === undefined ? {} : { startedAt }), dropped };
  }

  /**
   * Every event comes with copies of its queue's and its consumer's names, which postMessage made: it keeps one of each
   * for all. The event is ours, so it is changed in place.
   */
  private share(event: TraceEvent): void {
    const own = event as { -readonly [K in keyof TraceEvent]: TraceEvent[K] };
    if (own.queueArn !== undefined) own.queueArn = this.shareName(own.queueArn);
    if (own.otherQueueArn !== undefined) own.otherQueueArn = this.shareName(own.otherQueueArn);
    if (own.action !== undefined) own.action = this.shareName(own.action);
    const { consumer } = own;
    if (consumer === undefined) return;
    const known = this.consumers.get(consumer.id);
    if (known?.name === consumer.name && known.sdk === consumer.sdk) own.consumer = known;
    else if (this.consumers.size < MAXIMUM_NAMES) this.consumers.set(consumer.id, consumer);
  }

  private shareName(name: string): string {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    if (this.names.size < MAXIMUM_NAMES) this.names.set(name, name);
    return name;
  }
}
