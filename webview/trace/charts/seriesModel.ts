import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import type { EventModel } from '../eventModel.ts';

type Place = 'visible' | 'inFlight' | 'delayed';

/** How a queue was in one step of time; counts at its end, rates as counts over it. */
interface Bucket {
  /** Epoch ms, a multiple of the step. */
  start: number;
  visible: number;
  inFlight: number;
  delayed: number;
  /** Epoch ms of the send of the oldest message that waited at the end; 0: none. */
  oldestSentAt: number;
  sent: number;
  received: number;
  deleted: number;
}

interface WaitingMessage {
  isGone: boolean;
  place: Place;
  queue: QueueSeries;
  readonly sentAt: number;
}

interface QueueSeries {
  buckets: Bucket[];
  visible: number;
  inFlight: number;
  delayed: number;
  /** What the broker counts more than the events tell: messages from before the trace. */
  readonly beside: Record<Place, number>;
  /** In the order of their sends; those that are gone are skipped at the front. */
  oldest: WaitingMessage[];
  oldestHead: number;
  /** Epoch ms of its newest event. */
  changedAt: number;
  isCorrected: boolean;
}

/** Lines of a chart, index by index. */
export interface SeriesLines {
  /** Epoch ms of the end of each step. */
  readonly times: readonly number[];
  readonly visible: readonly number[];
  readonly inFlight: readonly number[];
  readonly delayed: readonly number[];
  /** ms. */
  readonly oldestAgeMs: readonly number[];
  /** A second. */
  readonly sent: readonly number[];
  readonly received: readonly number[];
  readonly deleted: readonly number[];
}

/** Buckets of a queue; when there are more, neighbours are joined and steps become twice as long. */
const MAXIMUM_BUCKETS = 600;
const FIRST_STEP_MS = 1_000;
const MAXIMUM_QUEUES = 100;
/** After this long without an event, what the broker counts is what the events tell. */
const QUIET_MS = 1_000;
const MAXIMUM_MESSAGES = 200_000;

/** Depth, age and throughput of every queue over time, from events alone; a queue's snapshot corrects the depth. */
export class SeriesModel implements EventModel {
  private readonly queues = new Map<string, QueueSeries>();
  private readonly messages = new Map<string, WaitingMessage>();
  private stepMs = FIRST_STEP_MS;

  apply(event: TraceEvent): void {
    const queue = event.queueArn === undefined ? undefined : this.findQueue(event.queueArn);
    if (queue === undefined) return;
    const { kind, messageId } = event;
    if (messageId === undefined) {
      if (kind === 'purged' || kind === 'queueDeleted') this.empty(queue);
    } else this.move(messageId, event, queue);
    queue.changedAt = event.at;
    const bucket = this.openBucket(queue, event.at);
    if (kind === 'sent') bucket.sent += 1;
    else if (kind === 'received') bucket.received += 1;
    else if (kind === 'deleted') bucket.deleted += 1;
    this.closeBucket(queue, bucket);
  }

  /** The series outlive the events: they are small, and the past of a queue is worth seeing. */
  evict(): void {
    return undefined;
  }

  reset(): void {
    this.queues.clear();
    this.messages.clear();
    this.stepMs = FIRST_STEP_MS;
  }

  /** Corrects the depths by what the broker counts at `now`, once a queue is quiet: counts and events come by two ways. */
  correct(summaries: readonly QueueSummary[], now: number): void {
    for (const { arn, counts } of summaries) {
      const queue = this.queues.get(arn);
      if (queue === undefined || (queue.isCorrected && now - queue.changedAt < QUIET_MS)) continue;
      queue.isCorrected = true;
      for (const place of ['visible', 'inFlight', 'delayed'] as const)
        queue.beside[place] = counts[place] - queue[place];
    }
  }

  /** One queue, or all together, up to a moment. */
  read(queueArn: string | undefined, now: number): SeriesLines {
    const chosen =
      queueArn === undefined
        ? [...this.queues.values()]
        : [this.queues.get(queueArn)].filter((queue) => queue !== undefined);
    const starts = [...new Set(chosen.flatMap(({ buckets }) => buckets.map(({ start }) => start)))].sort(
      (left, right) => left - right,
    );
    const cursors = chosen.map(() => 0);
    const rows = starts.map((start) => {
      const end = Math.max(start, Math.min(start + this.stepMs, now));
      const row = { end, visible: 0, inFlight: 0, delayed: 0, oldest: 0, sent: 0, received: 0, deleted: 0 };
      chosen.forEach((queue, index) => {
        let cursor = cursors[index] ?? 0;
        while ((queue.buckets[cursor + 1]?.start ?? Infinity) <= start) cursor += 1;
        cursors[index] = cursor;
        const bucket = queue.buckets[cursor];
        if (bucket === undefined || bucket.start > start) return;
        row.visible += Math.max(0, bucket.visible + queue.beside.visible);
        row.inFlight += Math.max(0, bucket.inFlight + queue.beside.inFlight);
        row.delayed += Math.max(0, bucket.delayed + queue.beside.delayed);
        if (bucket.oldestSentAt > 0) row.oldest = Math.max(row.oldest, end - bucket.oldestSentAt);
        if (bucket.start !== start) return;
        row.sent += bucket.sent;
        row.received += bucket.received;
        row.deleted += bucket.deleted;
      });
      return row;
    });
    const seconds = this.stepMs / 1000;
    return {
      times: rows.map(({ end }) => end),
      visible: rows.map(({ visible }) => visible),
      inFlight: rows.map(({ inFlight }) => inFlight),
      delayed: rows.map(({ delayed }) => delayed),
      oldestAgeMs: rows.map(({ oldest }) => oldest),
      sent: rows.map(({ sent }) => sent / seconds),
      received: rows.map(({ received }) => received / seconds),
      deleted: rows.map(({ deleted }) => deleted / seconds),
    };
  }

  private findQueue(arn: string): QueueSeries | undefined {
    const known = this.queues.get(arn);
    if (known !== undefined) return known;
    if (this.queues.size >= MAXIMUM_QUEUES) return undefined;
    const queue: QueueSeries = {
      buckets: [],
      visible: 0,
      inFlight: 0,
      delayed: 0,
      beside: { visible: 0, inFlight: 0, delayed: 0 },
      oldest: [],
      oldestHead: 0,
      changedAt: 0,
      isCorrected: false,
    };
    this.queues.set(arn, queue);
    return queue;
  }

  private move(messageId: string, event: TraceEvent, queue: QueueSeries): void {
    switch (event.kind) {
      case 'sent':
        this.put(messageId, event, queue, (event.timeoutMs ?? 0) > 0 ? 'delayed' : 'visible');
        return;
      case 'visible':
      case 'expired':
        this.put(messageId, event, queue, 'visible');
        return;
      case 'received':
      case 'held':
      case 'released':
        this.put(messageId, event, queue, 'inFlight');
        return;
      case 'visibilityChanged':
        this.put(messageId, event, queue, event.timeoutMs === 0 ? 'visible' : 'inFlight');
        return;
      case 'movedToDeadLetter':
        this.takeOut(messageId);
        this.putInto(messageId, event, 'visible');
        return;
      case 'deleted':
      case 'retentionExpired':
      case 'purged':
        this.takeOut(messageId);
        return;
      case 'redriven':
        this.takeOut(messageId);
        if (event.otherMessageId === undefined) this.putInto(messageId, event, 'visible');
        return;
      default:
    }
  }

  private putInto(messageId: string, event: TraceEvent, place: Place): void {
    const target = event.otherQueueArn === undefined ? undefined : this.findQueue(event.otherQueueArn);
    if (target === undefined) return;
    this.put(messageId, event, target, place);
    this.closeBucket(target, this.openBucket(target, event.at));
  }

  private put(messageId: string, event: TraceEvent, queue: QueueSeries, place: Place): void {
    const known = this.messages.get(messageId);
    if (known !== undefined && known.queue === queue) {
      queue[known.place] -= 1;
      queue[place] += 1;
      known.place = place;
      return;
    }
    this.takeOut(messageId);
    if (this.messages.size >= MAXIMUM_MESSAGES) return;
    const message = { isGone: false, place, queue, sentAt: event.at - (event.ageMs ?? 0) };
    this.messages.set(messageId, message);
    queue[place] += 1;
    queue.oldest.push(message);
    // One message that nobody takes would keep all that went past it.
    const waiting = queue.visible + queue.inFlight + queue.delayed;
    if (queue.oldest.length > 2 * waiting + 4_096) {
      queue.oldest = queue.oldest.filter(({ isGone }) => !isGone);
      queue.oldestHead = 0;
    }
  }

  private takeOut(messageId: string): void {
    const known = this.messages.get(messageId);
    if (known === undefined) return;
    this.messages.delete(messageId);
    known.queue[known.place] -= 1;
    known.isGone = true;
  }

  private empty(queue: QueueSeries): void {
    for (const [messageId, message] of this.messages) if (message.queue === queue) this.takeOut(messageId);
  }

  private openBucket(queue: QueueSeries, at: number): Bucket {
    const start = Math.floor(at / this.stepMs) * this.stepMs;
    const last = queue.buckets.at(-1);
    // A clock that moved back keeps counting where it was.
    if (last !== undefined && last.start >= start) return last;
    const bucket: Bucket = {
      start,
      visible: 0,
      inFlight: 0,
      delayed: 0,
      oldestSentAt: 0,
      sent: 0,
      received: 0,
      deleted: 0,
    };
    queue.buckets.push(bucket);
    if (queue.buckets.length <= MAXIMUM_BUCKETS) return bucket;
    this.stepMs *= 2;
    for (const each of this.queues.values()) each.buckets = joinNeighbours(each.buckets, this.stepMs);
    return queue.buckets.at(-1) ?? bucket;
  }

  private closeBucket(queue: QueueSeries, bucket: Bucket): void {
    bucket.visible = queue.visible;
    bucket.inFlight = queue.inFlight;
    bucket.delayed = queue.delayed;
    bucket.oldestSentAt = findOldest(queue);
  }
}

function findOldest(queue: QueueSeries): number {
  for (;;) {
    const message = queue.oldest[queue.oldestHead];
    if (message === undefined) {
      queue.oldest = [];
      queue.oldestHead = 0;
      return 0;
    }
    if (!message.isGone) break;
    queue.oldestHead += 1;
  }
  if (queue.oldestHead > 1024 && queue.oldestHead * 2 > queue.oldest.length) {
    queue.oldest = queue.oldest.slice(queue.oldestHead);
    queue.oldestHead = 0;
  }
  return queue.oldest[queue.oldestHead]?.sentAt ?? 0;
}

function joinNeighbours(buckets: readonly Bucket[], stepMs: number): Bucket[] {
  const joined: Bucket[] = [];
  for (const bucket of buckets) {
    const start = Math.floor(bucket.start / stepMs) * stepMs;
    const last = joined.at(-1);
    if (last === undefined || last.start !== start) joined.push({ ...bucket, start });
    else {
      joined[joined.length - 1] = {
        ...bucket,
        start,
        sent: last.sent + bucket.sent,
        received: last.received + bucket.received,
        deleted: last.deleted + bucket.deleted,
      };
    }
  }
  return joined;
}
