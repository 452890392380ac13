import type { TimeWindow } from '../../shared/timeSteps.ts';

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
