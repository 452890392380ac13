import { zoneOffsetMs } from '../../shared/timeFormat.ts';

/** A stretch of time, epoch ms. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** Narrower than this, all that is seen is one event. */
const MINIMUM_MS = 5;
/** As long as a queue can keep a message, and some more. */
const MAXIMUM_MS = 30 * 86_400_000;

/** Makes the stretch `factor` times as long, leaving the time under `anchor` (0 left, 1 right) where it is. */
export function zoomWindow(window: TimeWindow, factor: number, anchor: number): TimeWindow {
  const span = window.to - window.from;
  const next = Math.min(MAXIMUM_MS, Math.max(MINIMUM_MS, span * factor));
  const fixed = window.from + span * anchor;
  return { from: fixed - next * anchor, to: fixed + next * (1 - anchor) };
}

/** Moves by a share of its length; positive: later. */
export function panWindow(window: TimeWindow, share: number): TimeWindow {
  const by = (window.to - window.from) * share;
  return { from: window.from + by, to: window.to + by };
}

/** Shows a stretch with some air at both ends. */
export function fitWindow(from: number, to: number): TimeWindow {
  const air = Math.max(MINIMUM_MS, (to - from) * 0.04);
  return zoomWindow({ from: from - air, to: to + air }, 1, 0.5);
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
