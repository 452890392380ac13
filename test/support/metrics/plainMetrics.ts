import type { Engine } from '../../../broker/engine/engine.ts';
import type { Message } from '../../../broker/engine/state/message.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';

const MINUTE_MS = 60_000;
const SAMPLE_MS = 10_000;
const ACTIVE_MS = 6 * 3_600_000;
/** Messages received so often are skipped on standard queues. */
const SKIPPED_FROM = 3;

const COUNTERS = [
  'NumberOfMessagesSent',
  'NumberOfMessagesReceived',
  'NumberOfMessagesDeleted',
  'NumberOfEmptyReceives',
];
const GAUGES = [
  'ApproximateNumberOfMessagesVisible',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfGroupsWithInflightMessages',
] as const;

/** A point as the model gives it: [sample count, sum, minimum, maximum]. */
export type PlainPoint = readonly [number, number, number, number];

interface Observation {
  readonly at: number;
  readonly counted: string | undefined;
  readonly sizeBytes: number | undefined;
  /** Afterwards, in the order of the gauges. */
  readonly levels: readonly number[];
  /** When the message counts from that is shown as the oldest. */
  readonly oldest: number | undefined;
}

/** When a queue was active, epoch ms: the end is exclusive. */
interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** The metrics of docs/metrics.md, read simply and slowly: it looks at all messages after every event. */
export class PlainMetrics {
  private readonly seen = new Map<Queue, Observation[]>();
  private readonly moves = new Map<Message, { readonly at: number; readonly receives: number }>();

  constructor(engine: Engine) {
    engine.onEvent((event) => {
      const { kind, queue, at } = event;
      if (kind === 'queueCreated' || kind === 'queueChanged') return;
      if (kind === 'movedToDeadLetter')
        this.moves.set(event.message, { at, receives: event.message.receiveCount });
      const counted: Partial<Record<typeof kind, string>> = {
        sent: 'NumberOfMessagesSent',
        received: 'NumberOfMessagesReceived',
        deleted: 'NumberOfMessagesDeleted',
        deleteIgnored: 'NumberOfMessagesDeleted',
        deduplicated: 'NumberOfDeduplicatedSentMessages',
      };
      this.observe(queue, at, counted[kind], kind === 'sent' ? event.message.sizeBytes : undefined);
      if ('target' in event) this.observe(event.target, at, undefined, undefined);
    });
    engine.onIdleCall((queue, call, at) => {
      const counted = { emptyReceive: 3, repeatedReceive: 1, repeatedDelete: 2 }[call];
      this.observe(queue, at, COUNTERS[counted], undefined);
    });
  }

  /** The points of a metric by the start of their minute; those of finished minutes. */
  read(queue: Queue, metric: string, now: number): Map<number, PlainPoint> {
    const points = new Map<number, PlainPoint>();
    const observations = this.seen.get(queue) ?? [];
    for (const stretch of this.listStretches(observations)) {
      for (let start = roundDown(stretch.from, MINUTE_MS); start + MINUTE_MS <= now; start += MINUTE_MS) {
        if (start >= stretch.until) break;
        const point = this.makePoint(queue, metric, observations, stretch, start);
        const before = points.get(start);
        if (point !== undefined) points.set(start, before === undefined ? point : merge(before, point));
      }
    }
    return points;
  }

  private makePoint(
    queue: Queue,
    metric: string,
    all: readonly Observation[],
    stretch: Stretch,
    start: number,
  ): PlainPoint | undefined {
    const end = start + MINUTE_MS;
    const inside = all.filter(
      ({ at }) => at >= Math.max(start, stretch.from) && at < Math.min(end, stretch.until),
    );
    if (metric === 'SentMessageSize') {
      const sizes = inside.flatMap(({ sizeBytes }) => sizeBytes ?? []);
      return sizes.length === 0 ? undefined : summarize(sizes, sizes);
    }
    const gauge = GAUGES.findIndex((name) => name === metric);
    if (gauge < 0 && metric !== 'ApproximateAgeOfOldestMessage') {
      const sum = inside.filter(({ counted }) => counted === metric).length;
      const isSilent = metric === 'NumberOfDeduplicatedSentMessages' && sum === 0;
      return isSilent ? undefined : [1, sum, sum, sum];
    }
    if (metric === 'ApproximateNumberOfGroupsWithInflightMessages' && !queue.isFifo) return undefined;
    const before = (at: number): Observation | undefined =>
      all.findLast((each) => each.at < at && each.at >= stretch.from);
    const samples: number[] = [];
    for (let at = start; at < end; at += SAMPLE_MS) {
      if (at + SAMPLE_MS <= stretch.from || at >= stretch.until) continue;
      const last = before(at);
      if (gauge >= 0) samples.push(last?.levels[gauge] ?? 0);
      else if (last?.oldest !== undefined) samples.push(Math.floor((at - last.oldest) / 1000));
    }
    if (samples.length === 0) return undefined;
    if (gauge < 0) return summarize(samples, samples);
    const seen = inside.map(({ levels }) => levels[gauge] as number);
    return summarize(samples, [...samples, before(start)?.levels[gauge] ?? samples[0] ?? 0, ...seen]);
  }

  private listStretches(observations: readonly Observation[]): Stretch[] {
    const stretches: Stretch[] = [];
    let [from, until] = [0, -Infinity];
    for (const { at, levels } of observations) {
      if (at >= until) {
        if (until > 0) stretches.push({ from, until });
        from = at;
      }
      const isEmpty = levels.slice(0, 3).every((level) => level === 0);
      until = isEmpty ? Math.ceil((at + ACTIVE_MS) / MINUTE_MS) * MINUTE_MS : Infinity;
    }
    if (until > 0) stretches.push({ from, until });
    return stretches;
  }

  private observe(
    queue: Queue,
    at: number,
    counted: string | undefined,
    sizeBytes: number | undefined,
  ): void {
    const messages = [...queue.byAge.all()];
    const groups = messages.filter(({ state }) => state === 'inFlight').map(({ groupId }) => groupId);
    const levels = [
      ...(['visible', 'inFlight', 'delayed'] as const).map(
        (state) => messages.filter((message) => message.state === state).length,
      ),
      queue.isFifo ? new Set(groups).size : 0,
    ];
    const froms = messages.flatMap((message) => {
      if (queue.isFifo) return message.sentAt;
      const move = this.moves.get(message);
      const receives = message.receiveCount - (move?.receives ?? 0);
      return receives >= SKIPPED_FROM ? [] : (move?.at ?? message.sentAt);
    });
    const oldest = froms.length === 0 ? undefined : Math.min(...froms);
    const before = this.seen.get(queue) ?? [];
    before.push({ at, counted, sizeBytes, levels, oldest });
    this.seen.set(queue, before);
  }
}

function summarize(samples: readonly number[], seen: readonly number[]): PlainPoint {
  const sum = samples.reduce((total, value) => total + value, 0);
  return [samples.length, sum, Math.min(...seen), Math.max(...seen)];
}

function merge(one: PlainPoint, other: PlainPoint): PlainPoint {
  return [one[0] + other[0], one[1] + other[1], Math.min(one[2], other[2]), Math.max(one[3], other[3])];
}

function roundDown(at: number, step: number): number {
  return Math.floor(at / step) * step;
}
