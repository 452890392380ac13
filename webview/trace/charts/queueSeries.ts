import type { QueueDepth, TraceEvent } from '../../../broker/protocol/trace.ts';

/** How many messages a queue held from a moment on. */
export interface Level {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** The moment of the oldest message's send; undefined: empty. */
  readonly oldestSince: number | undefined;
}

/** A moment at which something happened to a queue, or all that happened in one step of time. */
export interface SeriesStep {
  /** Of the newest change in it. */
  readonly moment: number;
  /** After it; undefined while it is not known. */
  readonly level: Level | undefined;
  readonly sent: number;
  readonly received: number;
  readonly deleted: number;
}

export const EMPTY: Level = { visible: 0, inFlight: 0, delayed: 0, oldestSince: undefined };
/** What two tellings of one moment may differ by: the broker's clock has whole milliseconds. */
const SAME_MOMENT_MS = 2;

/** How full one queue was over time, and what went through it. Levels are always those that the broker counted. */
export class QueueSeries {
  /** Before the first step; undefined while it is not known. */
  before: Level | undefined;
  steps: SeriesStep[] = [];
  /** Sequence number of its newest event: an older count is outdated. */
  private sequence = 0;
  /** All events of the present run are known, so that what was before the first one follows from it. */
  private knowsChanges = true;

  get current(): Level | undefined {
    const last = this.steps.at(-1);
    return last === undefined ? this.before : last.level;
  }

  /** Something happened to the queue. @param stepMs changes of one step of time are kept as one; 0: each by itself */
  apply(event: TraceEvent, moment: number, stepMs: number): void {
    const { kind, sequence, depth } = event;
    // Counts that the broker told by themselves may include this event already.
    const level = depth === undefined || sequence < this.sequence ? this.current : readLevel(depth, moment);
    if (depth !== undefined) this.fillBack(undo(event, readLevel(depth, moment)));
    this.sequence = Math.max(this.sequence, sequence);
    this.add(
      {
        moment,
        level,
        sent: kind === 'sent' ? 1 : 0,
        received: kind === 'received' ? 1 : 0,
        deleted: kind === 'deleted' ? 1 : 0,
      },
      stepMs,
    );
  }

  /** A message came from another queue. */
  applyArrival(depth: QueueDepth, { sequence }: TraceEvent, moment: number, stepMs: number): void {
    if (sequence < this.sequence) return;
    this.sequence = sequence;
    const level = readLevel(depth, moment);
    this.fillBack({ ...level, visible: Math.max(0, level.visible - 1) });
    this.add({ moment, level, sent: 0, received: 0, deleted: 0 }, stepMs);
  }

  /** What the broker counted after the event with this number. */
  correct(level: Level, moment: number, sequence: number, stepMs: number): void {
    if (sequence < this.sequence) return;
    this.sequence = sequence;
    this.fillBack(level);
    const { current } = this;
    if (current === undefined || !isSame(current, level))
      this.add({ moment, level, sent: 0, received: 0, deleted: 0 }, stepMs);
  }

  /** What the queue holds is not known before the first count of the new run; sequence numbers restart. */
  startRun(moment: number, isWhole: boolean, stepMs: number): void {
    this.sequence = 0;
    this.knowsChanges = isWhole;
    this.add({ moment, level: undefined, sent: 0, received: 0, deleted: 0 }, stepMs);
  }

  /** Makes one step of those in the same step of time. */
  join(stepMs: number): void {
    const { steps } = this;
    this.steps = [];
    for (const step of steps) this.add(step, stepMs);
  }

  /** Nothing that would have changed the level happened since the run started. */
  private fillBack(level: Level | undefined): void {
    if (level === undefined || this.current !== undefined || !this.knowsChanges) return;
    let index = this.steps.length - 1;
    for (; index >= 0 && this.steps[index]?.level === undefined; index -= 1)
      this.steps[index] = { ...(this.steps[index] as SeriesStep), level };
    if (index < 0) this.before ??= level;
  }

  private add(step: SeriesStep, stepMs: number): void {
    const last = this.steps.at(-1);
    // A deadline that fired late does not go back behind earlier reports.
    const moment = Math.max(step.moment, last?.moment ?? step.moment);
    const isJoined =
      last !== undefined &&
      (last.moment === moment ||
        (stepMs > 0 && Math.ceil(last.moment / stepMs) === Math.ceil(moment / stepMs)));
    if (!isJoined) this.steps.push({ ...step, moment });
    else {
      this.steps[this.steps.length - 1] = {
        moment,
        level: step.level,
        sent: last.sent + step.sent,
        received: last.received + step.received,
        deleted: last.deleted + step.deleted,
      };
    }
  }
}

function readLevel({ visible, inFlight, delayed, oldestAgeMs }: QueueDepth, moment: number): Level {
  return {
    visible,
    inFlight,
    delayed,
    oldestSince: oldestAgeMs === undefined ? undefined : moment - oldestAgeMs,
  };
}

function isSame(one: Level, other: Level): boolean {
  const isSameAge =
    one.oldestSince === undefined || other.oldestSince === undefined
      ? one.oldestSince === other.oldestSince
      : Math.abs(one.oldestSince - other.oldestSince) <= SAME_MOMENT_MS;
  return (
    isSameAge &&
    one.visible === other.visible &&
    one.inFlight === other.inFlight &&
    one.delayed === other.delayed
  );
}

/** In what state their messages were before is not told. */
const UNTOLD: ReadonlySet<TraceEvent['kind']> = new Set([
  'purged',
  'queueDeleted',
  'redriven',
  'retentionExpired',
]);

/** What the queue held before the first event that is known of it; undefined when that does not follow. */
function undo({ kind, timeoutMs = 0, detail, consumer }: TraceEvent, level: Level): Level | undefined {
  const isByEditor = kind === 'deleted' && consumer?.kind === 'editor';
  if (UNTOLD.has(kind) || isByEditor) return undefined;
  const [visible, inFlight, delayed] = CHANGES[kind] ?? [0, 0, 0];
  if (kind === 'sent' && timeoutMs > 0) return change(level, 0, 0, -1);
  // Put back by an undo: it was nowhere.
  if (kind === 'visible' && detail !== undefined) return change(level, -1, 0, 0);
  // It was late: its visibility timeout had run out, and the message was visible.
  if (kind === 'deleted' && detail !== undefined) return change(level, 1, 0, 0);
  if (kind === 'visibilityChanged' && timeoutMs > 0) return level;
  return change(level, -visible, -inFlight, -delayed);
}

/** What an event does to visible, in flight, and delayed. */
const CHANGES: Partial<Readonly<Record<TraceEvent['kind'], readonly [number, number, number]>>> = {
  sent: [1, 0, 0],
  visible: [1, 0, -1],
  received: [-1, 1, 0],
  visibilityChanged: [1, -1, 0],
  expired: [1, -1, 0],
  deleted: [0, -1, 0],
  movedToDeadLetter: [-1, 0, 0],
};

function change(level: Level, visible: number, inFlight: number, delayed: number): Level {
  const next = {
    visible: Math.max(0, level.visible + visible),
    inFlight: Math.max(0, level.inFlight + inFlight),
    delayed: Math.max(0, level.delayed + delayed),
  };
  const isEmpty = next.visible + next.inFlight + next.delayed === 0;
  return { ...next, oldestSince: isEmpty ? undefined : level.oldestSince };
}
