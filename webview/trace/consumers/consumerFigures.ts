import type { TimeWindow } from '../../shared/timeSteps.ts';
import type { ConsumerLane, Deed } from './consumerModel.ts';

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

/**
 * Counts what a consumer did within a stretch of moments, both ends included. O(log n), and the deletes within.
 * @param lengthMs how much of that passed in real time
 */
export function computeFigures(
  lane: ConsumerLane,
  { from, to }: TimeWindow,
  lengthMs = to - from,
): ConsumerFigures {
  const count = (deed: Deed): number => {
    const { times } = lane.deeds[deed];
    return findFirst(times, to, true) - findFirst(times, from);
  };
  const counts = {
    poll: count('poll'),
    emptyPoll: count('emptyPoll'),
    delete: count('delete'),
    error: count('error'),
    expired: count('expired'),
    send: count('send'),
  };
  const deletes = lane.deeds.delete;
  const samples = deletes.values
    .slice(findFirst(deletes.times, from), findFirst(deletes.times, to, true))
    .filter((value) => !Number.isNaN(value));
  const sumMs = samples.reduce((sum, value) => sum + value, 0);
  const polls = counts.poll + counts.emptyPoll;
  const failures = counts.error + counts.expired;
  const seconds = Math.max(0.001, lengthMs / 1000);
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
  return counts[findFirst(times, at, true) - 1] ?? 0;
}

/** The first index whose time is not before `time`; with `isAfter`, that is after it. */
export function findFirst(times: readonly number[], time: number, isAfter = false): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = times[middle] ?? Infinity;
    if (value < time || (isAfter && value === time)) low = middle + 1;
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
