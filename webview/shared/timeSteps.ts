import { formatDate, formatTick, zoneOffsetMs } from './timeFormat.ts';

/** A stretch of time, epoch ms. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
  600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000,
] as const;

/** A round length that is at least `smallestMs`. */
export function chooseTickStep(smallestMs: number): number {
  return STEPS_MS.find((step) => step >= smallestMs) ?? 604_800_000;
}

/** Times that are multiples of `stepMs`, in the zone that times are written in. */
export function listTicks(window: TimeWindow, stepMs: number): readonly number[] {
  // Days begin at midnight there.
  const offset = stepMs >= 3_600_000 ? -zoneOffsetMs(window.from) : 0;
  const times: number[] = [];
  const first = Math.ceil((window.from - offset) / stepMs) * stepMs + offset;
  for (let time = first; time <= window.to && times.length < 200; time += stepMs) times.push(time);
  return times;
}

/** What is written at a mark of an axis of time. */
export interface TickText {
  /** The time of day, or the date where marks are days apart. */
  readonly label: string;
  /** `Aug 3`, on an axis of more than one day. */
  readonly day?: string;
}

/** What is written at times that are `stepMs` apart, on an axis that reaches to `ends`. */
export function writeTicks(
  times: readonly number[],
  stepMs: number,
  ends: readonly number[],
): readonly TickText[] {
  const days = new Set([...times, ...ends].map(formatDate));
  const hasDays = days.size > 1 && stepMs < 86_400_000;
  return times.map((time) => ({
    label: formatTick(time, stepMs),
    ...(hasDays ? { day: formatDate(time) } : {}),
  }));
}
