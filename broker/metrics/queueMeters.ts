import type { Engine } from '../engine/engine.ts';
import type { EngineEvent, IdleCall } from '../engine/events.ts';
import type { Queue } from '../engine/state/queue.ts';
import { type Chunk, type ChunkBook, KEPT_MS, SERIES } from './chunkBook.ts';
import { PeriodHistory } from './periodHistory.ts';
import { ACTIVE_MS, type QueueHistories, QueueMeter } from './queueMeter.ts';
import { type QueueReading, readLevels } from './queueReading.ts';
import { startLevels } from './levels.ts';
import { type CounterName, startTotals } from './period.ts';

const IDLE_COUNTERS: Readonly<Record<IdleCall, CounterName>> = {
  emptyReceive: 'emptyReceives',
  repeatedReceive: 'received',
  repeatedDelete: 'deleted',
};

/** What the two histories of a name take of the memory beside their chunks, roughly. */
const HISTORIES_BYTES = 1500;
/** How often the names of deleted queues are looked through for those without data, ms. */
const SWEEP_MS = 3_600_000;
/** When a queue was used last is saved so exactly, ms: that is little of the hours in which it is active then. */
const SAVED_MS = 600_000;

/** The meters of all queues: one for each that was used, from its first use on. */
export class QueueMeters {
  private readonly engine: Engine;
  private readonly book: ChunkBook;
  private readonly meters = new Map<Queue, QueueMeter>();
  /** By the ARN of the queue; those of deleted queues too. */
  private readonly byArn = new Map<string, QueueHistories>();
  private readonly onUse: () => void;
  private savedAt: number;
  private isShelfRead: boolean;
  private sweptAt: number;
  /** {@link ChunkBook.droppedCount} at the last sweep. */
  private sweptDrops = 0;
  /** A queue without data was deleted since the last sweep. */
  private hasEmptyName = false;

  /** @param onUse what {@link saveUse} has saved is outdated */
  constructor(engine: Engine, book: ChunkBook, onUse: () => void = () => undefined) {
    this.engine = engine;
    this.book = book;
    this.onUse = onUse;
    this.isShelfRead = book.shelf === undefined;
    const now = engine.ports.clock.now();
    this.sweptAt = now;
    this.savedAt = now;
    for (const queue of engine.allQueues()) if (queue.messageCount > 0) this.meterOf(queue, now)?.notice(now);
    this.resume(now);
  }

  /** A queue that the last broker saw in use is active, also an empty one. */
  private resume(now: number): void {
    const text = this.book.shelf?.readTouched();
    if (text === undefined) return;
    for (const [arn, at] of Object.entries(JSON.parse(text) as Record<string, number>)) {
      const queue = this.engine.findByArn(arn);
      const usedAt = Math.min(at, now);
      // One with messages is active anyway, and its messages say since when.
      if (queue === undefined || queue.messageCount > 0 || !(now - usedAt < ACTIVE_MS)) continue;
      this.meterOf(queue, now)?.setUsedAt(usedAt);
    }
  }

  notice(event: EngineEvent): void {
    const { kind, queue, at } = event;
    switch (kind) {
      case 'sent':
        this.meterOf(queue, at)?.countSent(at, event.message.sizeBytes);
        return;
      case 'received':
        this.meterOf(queue, at)?.count('received', at);
        return;
      case 'deleted':
      case 'deleteIgnored':
        this.meterOf(queue, at)?.count('deleted', at);
        return;
      case 'deduplicated':
        this.meterOf(queue, at)?.count('deduplicated', at);
        return;
      case 'movedToDeadLetter':
      case 'redriven':
        this.meterOf(queue, at)?.notice(at);
        this.meterOf(event.target, at)?.notice(at);
        return;
      case 'queueDeleted':
        this.forgetQueue(queue, at);
        return;
      // A queue that only was created is measured when it is used.
      case 'queueCreated':
      case 'queueChanged':
        this.meters.get(queue)?.touch(at);
        return;
      case 'purged':
      case 'visible':
      case 'visibilityChanged':
      case 'expired':
      case 'retentionExpired':
      case 'restored':
      case 'held':
      case 'released':
        this.meterOf(queue, at)?.notice(at);
        return;
      default:
        event satisfies never;
    }
  }

  noticeIdleCall(queue: Queue, call: IdleCall, at: number): void {
    this.meterOf(queue, at)?.count(IDLE_COUNTERS[call], at);
  }

  /** A call asked for a queue. */
  touch(queue: Queue, at: number): void {
    this.meterOf(queue, at)?.touch(at);
  }

  /** The histories by queue ARN, accounted for until now. */
  all(now: number): ReadonlyMap<string, QueueHistories> {
    this.readShelf(now);
    for (const queue of this.engine.allQueues()) this.bringUpTo(queue, now);
    return this.byArn;
  }

  /** Those of one queue, or of a queue that was deleted, accounted for until now. */
  find(arn: string, now: number): QueueHistories | undefined {
    this.readShelf(now);
    const queue = this.engine.findByArn(arn);
    if (queue !== undefined) this.bringUpTo(queue, now);
    return this.byArn.get(arn);
  }

  /** What a queue says now. Reading it makes nothing of a queue that was never used. */
  readNow(queue: Queue, now: number): QueueReading {
    this.bringUpTo(queue, now);
    const meter = this.meters.get(queue);
    return {
      queue,
      at: now,
      since: meter?.since,
      levels: meter?.readLevels() ?? readLevels(queue, startLevels()),
      totals: meter?.readTotals() ?? startTotals(),
    };
  }

  /** What the queues say now that were used, as many as these at most. */
  readUsed(maximum: number, now: number): QueueReading[] {
    const readings: QueueReading[] = [];
    for (const queue of this.engine.allQueues()) {
      if (readings.length >= maximum) break;
      const reading = this.readNow(queue, now);
      if (reading.since !== undefined) readings.push(reading);
    }
    return readings;
  }

  /** The clock was set back, and the times of the queues with it. */
  goBack(now: number): void {
    this.readShelf(now);
    const measured = new Set<QueueHistories>();
    for (const meter of this.meters.values()) {
      meter.goBack(now);
      measured.add(meter.histories);
    }
    for (const histories of this.byArn.values()) {
      if (measured.has(histories)) continue;
      histories.minutes.goBack(now);
      histories.seconds.goBack(now);
    }
    this.book.shelf?.cut(now);
    this.noteUse(now);
  }

  /** Writes which queues were in use, and when: an empty one is active for some hours after that. */
  saveUse(now: number): void {
    this.savedAt = now;
    const touched = Array.from(this.meters, ([queue, meter]) => [queue.arn, meter.usedAt] as const);
    this.book.shelf?.writeTouched(
      JSON.stringify(Object.fromEntries(touched.filter(([, at]) => now - at < ACTIVE_MS))),
    );
  }

  /** Puts all that was measured on the shelf: the broker ends. */
  finish(now: number): void {
    this.saveUse(now);
    for (const meter of this.meters.values()) meter.finish(now);
    for (const { minutes, seconds } of this.byArn.values()) {
      minutes.shelve();
      seconds.shelve();
    }
  }

  private bringUpTo(queue: Queue, now: number): void {
    const meter = this.meters.get(queue);
    if (meter !== undefined) meter.bringUpTo(now);
    else if (queue.messageCount > 0) this.meterOf(queue, now)?.notice(now);
  }

  /** Undefined if there is no room for another one. */
  private meterOf(queue: Queue, at: number): QueueMeter | undefined {
    const known = this.meters.get(queue);
    if (known !== undefined) {
      if (at - this.savedAt >= SAVED_MS) this.noteUse(at);
      return known;
    }
    // Deadlines of a queue that is being deleted must not bring its meter back.
    if (queue.isDeleted || !this.hasRoom(at)) return undefined;
    const meter = new QueueMeter(queue, this.historiesOf(queue.arn), at);
    this.meters.set(queue, meter);
    this.book.resize(QueueMeter.bytes);
    this.noteUse(at);
    return meter;
  }

  private noteUse(at: number): void {
    this.savedAt = at;
    this.onUse();
  }

  private historiesOf(arn: string): QueueHistories {
    let histories = this.byArn.get(arn);
    if (histories === undefined) {
      histories = {
        minutes: new PeriodHistory(arn, 'minutes', this.book),
        seconds: new PeriodHistory(arn, 'seconds', this.book),
      };
      this.byArn.set(arn, histories);
      this.book.resize(HISTORIES_BYTES);
    }
    return histories;
  }

  private hasRoom(now: number): boolean {
    if (now - this.sweptAt >= SWEEP_MS || now < this.sweptAt) this.sweep(now);
    if (this.book.hasRoom(QueueMeter.bytes + HISTORIES_BYTES)) return true;
    // The chunks that had to go may have been the last ones of deleted queues. Each event of a queue without a meter comes here.
    if (this.book.droppedCount === this.sweptDrops && !this.hasEmptyName) return false;
    this.sweep(now);
    return this.book.hasRoom(QueueMeter.bytes + HISTORIES_BYTES);
  }

  /** Forgets the names of deleted queues that have no data any more. */
  private sweep(now: number): void {
    this.sweptAt = now;
    this.sweptDrops = this.book.droppedCount;
    this.hasEmptyName = false;
    const measured = new Set(Array.from(this.meters.values(), ({ histories }) => histories));
    for (const [arn, histories] of this.byArn) {
      if (measured.has(histories)) continue;
      for (const series of SERIES) histories[series].forgetBefore(now - KEPT_MS[series]);
      if (!SERIES.every((series) => histories[series].isEmpty)) continue;
      this.byArn.delete(arn);
      for (const series of SERIES) histories[series].release();
      this.book.resize(-HISTORIES_BYTES);
    }
  }

  private forgetQueue(queue: Queue, at: number): void {
    const meter = this.meters.get(queue);
    if (meter === undefined) return;
    meter.notice(at);
    meter.finish(at);
    // A chunk can go when there is no room.
    for (const series of SERIES) meter.histories[series].shelve();
    this.hasEmptyName ||= SERIES.every((series) => meter.histories[series].isEmpty);
    this.meters.delete(queue);
    this.book.resize(-QueueMeter.bytes);
  }

  /** What earlier brokers have left is read at the first question. */
  private readShelf(now: number): void {
    const { shelf } = this.book;
    if (this.isShelfRead || shelf === undefined) return;
    this.isShelfRead = true;
    for (const series of SERIES) shelf.removeBefore(series, now - KEPT_MS[series]);
    const left = new Map<PeriodHistory, Chunk[]>();
    for (const { key, series, ...chunk } of shelf.list()) {
      const history = this.historiesOf(key)[series];
      const chunks = left.get(history);
      if (chunks === undefined) left.set(history, [chunk]);
      else chunks.push(chunk);
    }
    for (const [history, chunks] of left) history.adopt(chunks);
  }
}
