import { chooseIncrement, SMALLEST_MARK_PX, topAtMark } from '../shared/plotValueAxis.ts';
import type { LaneName } from './scalingLines.ts';

/** Over the lanes: the marks of decisions. */
export const MARKS_PX = 20;
/** Over each lane: what it shows. */
export const TITLE_PX = 22;

/** Shares of the height. */
const WEIGHTS: Readonly<Record<LaneName, number>> = { messages: 3, age: 2, processes: 2 };

/** Where a lane is, px below the top of the plot. */
export interface Lane {
  readonly name: LaneName;
  readonly topPx: number;
  readonly bottomPx: number;
}

/** Places the lanes one below the other. @param heightPx of the plot */
export function placeLanes(names: readonly LaneName[], heightPx: number): readonly Lane[] {
  const room = Math.max(1, heightPx - MARKS_PX - names.length * TITLE_PX);
  const whole = names.reduce((sum, name) => sum + WEIGHTS[name], 0);
  let topPx = MARKS_PX;
  return names.map((name) => {
    const lane = {
      name,
      topPx: topPx + TITLE_PX,
      bottomPx: topPx + TITLE_PX + (room * WEIGHTS[name]) / whole,
    };
    topPx = lane.bottomPx;
    return lane;
  });
}

/**
 * The values at the bottom and the top of the whole plot with which 0 is at the bottom of a lane, and a mark that is not
 * below the highest value at its top.
 */
export function rangeOfLane(
  lane: Lane,
  heightPx: number,
  highest: number | null,
  increments: readonly number[],
): [number, number] {
  const { topPx, bottomPx } = lane;
  const top = topAtMark(highest ?? 0, increments, countMarks(bottomPx - topPx));
  const perPx = top / (bottomPx - topPx);
  return [-(heightPx - bottomPx) * perPx, bottomPx * perPx];
}

/** Closer than those of a whole chart, rather than only one. */
const SMALLEST_LANE_MARK_PX = 18;

/** How many marks a lane has over its 0. */
function countMarks(heightPx: number): number {
  const closest = Math.min(2, Math.floor(heightPx / SMALLEST_LANE_MARK_PX));
  return Math.max(1, closest, Math.floor(heightPx / SMALLEST_MARK_PX));
}

/** The marks of values from 0 to the top of a lane. @param heightPx of the lane */
export function listLaneTicks(
  top: number,
  heightPx: number,
  increments: readonly number[],
): readonly number[] {
  const increment = chooseIncrement(top, increments, countMarks(heightPx));
  return Array.from({ length: Math.floor(top / increment + 1e-9) + 1 }, (_, index) => index * increment);
}
