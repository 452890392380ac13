import type { TimeWindow } from '../lanes/timeWindow.ts';
import type { ConsumerLane } from './consumerModel.ts';

/** What a consumer did in a stretch of time. */
export interface ConsumerFigures {
  readonly pollCount: number;
  readonly emptyPollCount: number;
  readonly deleteCount: number;
  readonly errorCount: number;
  readonly expiredCount: number;
  readonly sendCount: number;
  /** Deletes a second. */
  readonly throughput: number;
  /** Messages in flight at the end of the stretch. */
  readonly inFlight: number;
  /** From receive to delete; undefined without a delete. */
  readonly meanHandlingMs: number | undefined;
  readonly p95HandlingMs: number | undefined;
  /** Rejected calls and messages that were not deleted in time, of all that ended: 0-1; undefined without any. */
  readonly errorShare: number | undefined;
  /** Polls that brought nothing, of all: 0-1; undefined without any. */
  readonly emptyShare: number | undefined;
}

/** Sorting more would not change a figure that anyone reads. */
const MAXIMUM_SAMPLES = 4_000;

/** Counts what a consumer did within a stretch of time, both ends included. O(log n) and what lies within. */
export function computeFigures(lane: ConsumerLane, { from, to }: TimeWindow): ConsumerFigures {
  const { times, kinds, values } = lane.deeds;
  const counts = { poll: 0, emptyPoll: 0, delete: 0, error: 0, expired: 0, send: 0 };
  let sumMs = 0;
  const samples: number[] = [];
  for (let index = findFirst(times, from); index < times.length && (times[index] ?? 0) <= to; index += 1) {
    const kind = kinds[index];
    if (kind === undefined) continue;
    counts[kind] += 1;
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sumMs += value;
    samples.push(value);
  }
  const polls = counts.poll + counts.emptyPoll;
  const failures = counts.error + counts.expired;
  const seconds = Math.max(0.001, (to - from) / 1000);
  return {
    pollCount: polls,
    emptyPollCount: counts.emptyPoll,
    deleteCount: counts.delete,
    errorCount: counts.error,
    expiredCount: counts.expired,
    sendCount: counts.send,
    throughput: counts.delete / seconds,
    inFlight: readInFlight(lane, to),
    meanHandlingMs: samples.length === 0 ? undefined : sumMs / samples.length,
    p95HandlingMs: findPercentile(samples, 0.95),
    errorShare: share(failures, failures + counts.delete + counts.send),
    emptyShare: share(counts.emptyPoll, polls),
  };
}

/** How many messages a consumer had in flight at a moment. */
export function readInFlight(lane: ConsumerLane, at: number): number {
  const { times, counts } = lane.inFlight;
  // One after the last step at or before the moment.
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return counts[low - 1] ?? 0;
}

/** The first index whose time is not before `from`. */
export function findFirst(times: readonly number[], from: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function findPercentile(samples: readonly number[], share: number): number | undefined {
  if (samples.length === 0) return undefined;
  const every = Math.ceil(samples.length / MAXIMUM_SAMPLES);
  const sorted = samples.filter((_, index) => index % every === 0).sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
