import type { Engine } from '../engine/engine.ts';
import type { EngineEvent, IdleCall } from '../engine/events.ts';
import type { Queue } from '../engine/state/queue.ts';
import { ChunkBook, type ChunkShelf, KEPT_MS } from './chunkBook.ts';
import type {
  ListedMetric,
  MetricDatum,
  MetricFilter,
  MetricIdentity,
  MetricPoint,
  MetricReader,
  MetricWriter,
} from './metricReader.ts';
import { matchesFilter } from './metricFilter.ts';
import { OwnMetrics } from './ownMetrics.ts';
import { makePoints, QUEUE_DIMENSION, QUEUE_METRICS, QUEUE_NAMESPACE } from './queueMetrics.ts';
import type { QueueHistories } from './queueMeter.ts';
import { QueueMeters } from './queueMeters.ts';
import type { QueueReading } from './queueReading.ts';

/** What all metrics may take of the memory. */
const MAXIMUM_BYTES = 32 * 1_048_576;
/** A metric without newer data is not listed, ms. */
const LISTED_MS = 14 * 86_400_000;
const MINUTE_MS = 60_000;
/** Queues that are read at once. */
const MAXIMUM_USED = 2000;
/** A broker that is killed loses what programs put in this time, ms. */
const OWN_WRITTEN_MS = 600_000;

export interface MetricOptions {
  /** Where what was measured goes in the end; absent: nowhere. */
  readonly shelf?: ChunkShelf | undefined;
  readonly maximumBytes?: number;
  /** Runs `save` soon after it is asked to, not too often: a broker that is killed has saved then which queues were in use. */
  readonly createSaving?: (save: () => void) => Saving;
}

export interface Saving {
  notice(): void;
  stop(): void;
}

/** All metrics of a broker: those of its queues, and those that programs put. */
export class Metrics implements MetricReader, MetricWriter {
  private readonly engine: Engine;
  private readonly book: ChunkBook;
  private readonly queues: QueueMeters;
  private readonly ownMetrics: OwnMetrics;
  private readonly saving: Saving | undefined;
  private isOwnRead = false;
  private hasOwnChanged = false;
  private ownWrittenAt: number;

  /** Measures an engine from now on, when its queues are restored. */
  constructor(engine: Engine, { shelf, maximumBytes = MAXIMUM_BYTES, createSaving }: MetricOptions = {}) {
    this.engine = engine;
    this.book = new ChunkBook(maximumBytes, shelf);
    this.saving = createSaving?.(() => this.queues.saveUse(engine.ports.clock.now()));
    this.queues = new QueueMeters(engine, this.book, () => this.saving?.notice());
    this.ownMetrics = new OwnMetrics(this.book);
    this.ownWrittenAt = engine.ports.clock.now();
  }

  /** Roughly what it takes of the memory. */
  get bytes(): number {
    return this.book.bytes;
  }

  /** To be called for each event of the engine. */
  notice(event: EngineEvent): void {
    this.queues.notice(event);
  }

  /** To be called for each call that changes nothing. */
  noticeIdleCall(queue: Queue, call: IdleCall, at: number): void {
    this.queues.noticeIdleCall(queue, call, at);
  }

  /** A program has called for a queue: that alone keeps it active. */
  touch(queueArn: string): void {
    const queue = this.engine.findByArn(queueArn);
    if (queue !== undefined) this.queues.touch(queue, this.engine.ports.clock.now());
  }

  /** The clock was set back, and the engine's times with it: what was measured of later times is forgotten. */
  goBack(): void {
    const now = this.engine.ports.clock.now();
    this.queues.goBack(now);
    this.own.goBack(now);
    this.hasOwnChanged = true;
    this.ownWrittenAt = Math.min(this.ownWrittenAt, now);
  }

  /** Keeps what there is, for the next broker. It sets no clock again that was stopped. */
  finish(): void {
    this.saving?.stop();
    const now = this.engine.ports.clock.now();
    const finish = (): void => this.queues.finish(now);
    const { shelf } = this.book;
    if (shelf === undefined) finish();
    else shelf.gather(finish);
    if (this.hasOwnChanged) this.writeOwn(now);
  }

  *list(filter: MetricFilter): Generator<ListedMetric> {
    const now = this.now();
    this.own.forgetOld(now);
    yield* this.own.list(filter, now - LISTED_MS);
    if (filter.namespace !== undefined && filter.namespace !== QUEUE_NAMESPACE) return;
    for (const [arn, histories] of this.queues.all(now)) {
      const [, , , region = '', account = '', queueName = ''] = arn.split(':');
      if (region !== filter.region || account !== filter.account) continue;
      const newestAt = findNewest(histories);
      if (newestAt === undefined || newestAt < now - LISTED_MS) continue;
      for (const metric of QUEUE_METRICS) {
        const dimensions = [{ name: QUEUE_DIMENSION, value: queueName }];
        const identity = { region, account, namespace: QUEUE_NAMESPACE, metricName: metric.name, dimensions };
        if (!matchesFilter(identity, filter)) continue;
        if (metric.of === 'fifo' && !queueName.endsWith('.fifo')) continue;
        if (metric.of === 'fair' && !histories.minutes.hasSamples('noisyGroups')) continue;
        yield { ...identity, newestAt };
      }
    }
  }

  read(identity: MetricIdentity, from: number, until: number, periodSeconds: number): MetricPoint[] {
    const now = this.now();
    const pointMs = periodSeconds * 1000;
    const series = pointMs < MINUTE_MS ? 'seconds' : 'minutes';
    const begin = Math.floor(Math.max(from, now - KEPT_MS[series]) / pointMs) * pointMs;
    if (identity.namespace !== QUEUE_NAMESPACE) return this.own.read(identity, begin, until, pointMs);
    const metric = QUEUE_METRICS.find(({ name }) => name === identity.metricName);
    const [dimension, ...others] = identity.dimensions;
    if (metric === undefined || dimension?.name !== QUEUE_DIMENSION || others.length > 0) return [];
    const arn = `arn:aws:sqs:${identity.region}:${identity.account}:${dimension.value}`;
    const history = this.queues.find(arn, now)?.[series];
    if (history === undefined) return [];
    const end = Math.min(
      Math.ceil(until / pointMs) * pointMs,
      Math.floor(now / history.periodMs) * history.periodMs,
    );
    return makePoints(metric, history.read(begin, end), history.periodMs, pointMs);
  }

  /** What these queues say now. */
  readNow(queues: Iterable<Queue>): QueueReading[] {
    const now = this.now();
    return Array.from(queues, (queue) => this.queues.readNow(queue, now));
  }

  /** What the queues say now that were used, {@link MAXIMUM_USED} at most. */
  readUsed(): QueueReading[] {
    const now = this.now();
    return this.queues.readUsed(MAXIMUM_USED, now);
  }

  put(identity: MetricIdentity, datum: MetricDatum): boolean {
    const isTaken = this.own.put(identity, datum);
    this.hasOwnChanged ||= isTaken;
    const now = this.engine.ports.clock.now();
    if (now - this.ownWrittenAt >= OWN_WRITTEN_MS) this.writeOwn(now);
    return isTaken;
  }

  /** What earlier brokers have left is read at the first question. */
  private get own(): OwnMetrics {
    if (!this.isOwnRead) {
      this.isOwnRead = true;
      const saved = this.book.shelf?.readOwn();
      if (saved !== undefined) this.ownMetrics.restore(saved);
    }
    return this.ownMetrics;
  }

  private writeOwn(now: number): void {
    this.own.forgetOld(now);
    this.book.shelf?.writeOwn(this.own.save());
    this.hasOwnChanged = false;
    this.ownWrittenAt = now;
  }

  /** The time, when all that is due by now has happened: a deadline is measured at its own time. */
  private now(): number {
    const now = this.engine.begin();
    this.engine.settle();
    return now;
  }
}

/** When the newest finished period began, epoch ms. */
function findNewest({ minutes, seconds }: QueueHistories): number | undefined {
  const ends = [minutes, seconds].flatMap(({ end, periodMs }) => (end === undefined ? [] : [end - periodMs]));
  return ends.length === 0 ? undefined : Math.max(...ends);
}
