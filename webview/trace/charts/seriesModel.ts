import type { QueuesSnapshot } from '../../../broker/protocol/queue.ts';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import type { ClockLine } from '../log/clockLine.ts';
import type { EventModel, NewRun } from '../log/eventModel.ts';
import { EMPTY, type Level, QueueSeries, type SeriesStep } from './queueSeries.ts';

/** Lines of a chart, index by index. Null: not known. */
export interface SeriesLines {
  /** On the axis: rising, the last one is now. */
  readonly places: readonly number[];
  /** How many messages from each place on. */
  readonly visible: readonly (number | null)[];
  readonly inFlight: readonly (number | null)[];
  readonly delayed: readonly (number | null)[];
  /** ms, at each place. */
  readonly oldestAgeMs: readonly (number | null)[];
  /** A second, from the place before to each place. */
  readonly sent: readonly number[];
  readonly received: readonly number[];
  readonly deleted: readonly number[];
}

/** Steps of a queue, and of all; when there are more, neighbours become one. */
const MAXIMUM_STEPS = 1_200;
const MAXIMUM_STEPS_OF_ALL = 200_000;
const FIRST_JOINED_MS = 1_000;
/** As many as a broker can reasonably have; more may be made up. */
const MAXIMUM_QUEUES = 10_000;
/** Places of a chart beside those at which something changed. */
const ROWS = 300;
/** More changes than this cannot be told apart on a screen. */
const MAXIMUM_CHANGES = 600;
const ROW_STEPS_MS = [
  1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000,
  7_200_000, 21_600_000, 86_400_000,
] as const;

/**
 * Depth, age and throughput of every queue over time. Every level is one that the broker counted: it comes with the
 * events, and by itself when the view begins and when something changes without an event.
 */
export class SeriesModel implements EventModel {
  private readonly queues = new Map<string, QueueSeries>();
  /** The moment of what was known first. */
  private startedAt = Number.POSITIVE_INFINITY;
  private stepMs = 0;
  /** Of all queues. */
  private stepCount = 0;

  apply(event: TraceEvent, _position: number, moment: number): void {
    this.startedAt = Math.min(this.startedAt, moment);
    const { queueArn, otherQueueArn, otherDepth } = event;
    this.change(queueArn, (queue) => queue.apply(event, moment, this.stepMs));
    if (otherDepth !== undefined)
      this.change(otherQueueArn, (queue) => queue.applyArrival(otherDepth, event, moment, this.stepMs));
  }

  /** The series outlive the events: they are small, and the past of a queue is worth seeing. */
  evict(): void {
    return undefined;
  }

  startRun(moment: number, { isWhole }: NewRun): void {
    for (const arn of this.queues.keys())
      this.change(arn, (queue) => queue.startRun(moment, isWhole, this.stepMs));
  }

  reset(): void {
    this.queues.clear();
    this.startedAt = Number.POSITIVE_INFINITY;
    this.stepMs = 0;
    this.stepCount = 0;
  }

  /** What the broker counts in all queues at a moment: the truth, also about queues without events. */
  correct({ queues, now, sequence }: QueuesSnapshot, moment: number): void {
    this.startedAt = Math.min(this.startedAt, moment);
    const listed = new Set(queues.map(({ arn }) => arn));
    for (const { arn, counts, oldestSentAt } of queues) {
      const oldestSince = oldestSentAt === undefined ? undefined : moment - Math.max(0, now - oldestSentAt);
      this.change(arn, (queue) => queue.correct({ ...counts, oldestSince }, moment, sequence, this.stepMs));
    }
    // A queue that a broker without a data folder had in its run before.
    for (const arn of this.queues.keys())
      if (!listed.has(arn)) this.change(arn, (queue) => queue.correct(EMPTY, moment, sequence, this.stepMs));
  }

  /** One queue, or all together, up to the present. */
  read(queueArn: string | undefined, present: number, line: ClockLine): SeriesLines {
    const chosen =
      queueArn === undefined
        ? [...this.queues.values()]
        : [this.queues.get(queueArn)].filter((queue) => queue !== undefined);
    const start = Math.min(this.startedAt, present);
    if (chosen.length === 0 || !Number.isFinite(start)) return NO_LINES;
    const firstPlace = line.place(start);
    const lastPlace = line.place(present);
    const rowMs = chooseRowMs((lastPlace - firstPlace) / ROWS, this.stepMs);
    const rates = countRates(chosen, line, firstPlace, rowMs);
    const rows = this.listRows(chosen, { start, present, rowMs }, line);
    const cursors = chosen.map(() => -1);
    const lines: Mutable<SeriesLines> = {
      places: rows.map(({ place }) => place),
      visible: [],
      inFlight: [],
      delayed: [],
      oldestAgeMs: [],
      sent: [],
      received: [],
      deleted: [],
    };
    for (const { moment, place } of rows) {
      const total = addLevels(chosen, cursors, moment);
      lines.visible.push(total?.visible ?? null);
      lines.inFlight.push(total?.inFlight ?? null);
      lines.delayed.push(total?.delayed ?? null);
      lines.oldestAgeMs.push(
        total === undefined ? null : Math.max(0, moment - (total.oldestSince ?? moment)),
      );
      const bucket = bucketBefore(place, firstPlace, rowMs);
      const from = Math.max(bucket * rowMs, firstPlace);
      const to = Math.min((bucket + 1) * rowMs, lastPlace);
      const seconds = Math.max(FIRST_JOINED_MS, to - from) / 1000;
      const counts = rates.get(bucket);
      lines.sent.push((counts?.sent ?? 0) / seconds);
      lines.received.push((counts?.received ?? 0) / seconds);
      lines.deleted.push((counts?.deleted ?? 0) / seconds);
    }
    return lines;
  }

  /** Where a line may change, in order: at equal steps, where a level changed, and now. */
  private listRows(
    chosen: readonly QueueSeries[],
    { start, present, rowMs }: { readonly start: number; readonly present: number; readonly rowMs: number },
    line: ClockLine,
  ): readonly Row[] {
    const lastPlace = line.place(present);
    const rows: Row[] = [{ moment: start, place: line.place(start) }];
    const firstPlace = rows[0]?.place ?? 0;
    for (let place = (Math.floor(firstPlace / rowMs) + 1) * rowMs; place < lastPlace; place += rowMs)
      rows.push({ moment: line.momentAt(place), place });
    const count = chosen.reduce((sum, { steps }) => sum + steps.length, 0);
    if (count <= MAXIMUM_CHANGES) {
      for (const { steps } of chosen)
        for (const { moment } of steps)
          if (moment > start && moment < present) rows.push({ moment, place: line.place(moment) });
    }
    for (const { place } of line.breaks)
      if (place > firstPlace && place < lastPlace) rows.push({ moment: line.momentAt(place), place });
    rows.sort((left, right) => left.place - right.place || left.moment - right.moment);
    rows.push({ moment: present, place: Math.max(lastPlace, rows.at(-1)?.place ?? lastPlace) });
    // A jump is one place, at which only its end counts.
    return rows.filter((row, index) => row.place !== rows[index + 1]?.place);
  }

  private change(arn: string | undefined, make: (queue: QueueSeries) => void): void {
    const queue = arn === undefined ? undefined : this.findQueue(arn);
    if (queue === undefined) return;
    const before = queue.steps.length;
    make(queue);
    this.stepCount += queue.steps.length - before;
    if (queue.steps.length > MAXIMUM_STEPS || this.stepCount > MAXIMUM_STEPS_OF_ALL) this.joinSteps();
  }

  private findQueue(arn: string): QueueSeries | undefined {
    const known = this.queues.get(arn);
    if (known !== undefined) return known;
    if (this.queues.size >= MAXIMUM_QUEUES) return undefined;
    const queue = new QueueSeries();
    this.queues.set(arn, queue);
    return queue;
  }

  private joinSteps(): void {
    const all = [...this.queues.values()];
    do {
      this.stepMs = Math.max(FIRST_JOINED_MS, this.stepMs * 2);
      for (const queue of all) queue.join(this.stepMs);
      this.stepCount = all.reduce((sum, { steps }) => sum + steps.length, 0);
    } while (
      all.some(({ steps }) => steps.length > MAXIMUM_STEPS) ||
      (this.stepCount > MAXIMUM_STEPS_OF_ALL && this.stepCount > all.length)
    );
  }
}

interface Row {
  readonly moment: number;
  readonly place: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

const NO_LINES: SeriesLines = {
  places: [],
  visible: [],
  inFlight: [],
  delayed: [],
  oldestAgeMs: [],
  sent: [],
  received: [],
  deleted: [],
};

function chooseRowMs(wantedMs: number, stepMs: number): number {
  const smallest = Math.max(wantedMs, stepMs);
  const day = 86_400_000;
  const round = ROW_STEPS_MS.find((step) => step >= smallest) ?? Math.ceil(smallest / day) * day;
  // Joined steps do not lie across two of them.
  return stepMs === 0 ? round : Math.ceil(round / stepMs) * stepMs;
}

/** The step of time that ends at a place, or holds it. */
function bucketBefore(place: number, firstPlace: number, rowMs: number): number {
  return place <= firstPlace ? Math.floor(place / rowMs) : Math.ceil(place / rowMs) - 1;
}

type Counts = Pick<SeriesStep, 'sent' | 'received' | 'deleted'>;

/** What went through the queues in each step of time. */
function countRates(
  chosen: readonly QueueSeries[],
  line: ClockLine,
  firstPlace: number,
  rowMs: number,
): ReadonlyMap<number, Counts> {
  const counts = new Map<number, { sent: number; received: number; deleted: number }>();
  for (const { steps } of chosen) {
    for (const { moment, sent, received, deleted } of steps) {
      if (sent + received + deleted === 0) continue;
      const bucket = bucketBefore(line.place(moment), firstPlace, rowMs);
      const sums = counts.get(bucket) ?? { sent: 0, received: 0, deleted: 0 };
      sums.sent += sent;
      sums.received += received;
      sums.deleted += deleted;
      counts.set(bucket, sums);
    }
  }
  return counts;
}

/**
 * The levels of all chosen queues together at a moment; moments have to rise from call to call. Undefined while one of
 * them is not known yet. What is never known is of queues that do not exist.
 */
function addLevels(chosen: readonly QueueSeries[], cursors: number[], moment: number): Level | undefined {
  let total: Level | undefined;
  let isWhole = true;
  chosen.forEach(({ steps, before, current }, index) => {
    let cursor = cursors[index] ?? -1;
    while ((steps[cursor + 1]?.moment ?? Number.POSITIVE_INFINITY) <= moment) cursor += 1;
    cursors[index] = cursor;
    const level = cursor < 0 ? before : steps[cursor]?.level;
    if (level !== undefined) total = total === undefined ? level : add(total, level);
    else if (current !== undefined) isWhole = false;
  });
  return isWhole ? total : undefined;
}

function add(one: Level, other: Level): Level {
  const oldest = Math.min(
    one.oldestSince ?? Number.POSITIVE_INFINITY,
    other.oldestSince ?? Number.POSITIVE_INFINITY,
  );
  return {
    visible: one.visible + other.visible,
    inFlight: one.inFlight + other.inFlight,
    delayed: one.delayed + other.delayed,
    oldestSince: Number.isFinite(oldest) ? oldest : undefined,
  };
}
