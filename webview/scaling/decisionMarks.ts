import type uPlot from 'uplot';
import type { PoolDecision } from '../../broker/protocol/pools.ts';
import type { ThemeColors } from '../shared/themeColors.ts';
import { MARKS_PX } from './lanes.ts';

/** Decisions whose marks would lie over each other are one mark. */
const MARK_PX = 10;
/** With more of them, their lines would hide those of the chart. */
const MAXIMUM_LINES = 30;
const FAINT = 0.6;

/** Decisions that have one mark, the oldest first. */
export interface DecisionGroup {
  /** Px from the left of the plot. */
  readonly x: number;
  readonly decisions: readonly PoolDecision[];
}

/** @param decisions the oldest first @param toPx where a time is, px from the left of the plot */
export function groupDecisions(
  decisions: readonly PoolDecision[],
  toPx: (time: number) => number,
): readonly DecisionGroup[] {
  const groups: { x: number; readonly decisions: PoolDecision[] }[] = [];
  for (const decision of decisions) {
    const x = toPx(decision.at);
    const last = groups.at(-1);
    if (last !== undefined && x - last.x < MARK_PX) last.decisions.push(decision);
    else groups.push({ x, decisions: [decision] });
  }
  return groups;
}

/** The mark under the mouse. */
export function findGroup(groups: readonly DecisionGroup[], x: number): DecisionGroup | undefined {
  return groups
    .filter((group) => Math.abs(group.x - x) <= MARK_PX / 2 + 1)
    .toSorted((one, other) => Math.abs(one.x - x) - Math.abs(other.x - x))[0];
}

/** More processes, fewer, or both one after the other. */
export type Direction = 'out' | 'in' | 'both';

export function directionOf({ decisions }: DecisionGroup): Direction {
  const isOut = decisions.some(({ from, to }) => to > from);
  const isIn = decisions.some(({ from, to }) => to < from);
  return isOut && isIn ? 'both' : isIn ? 'in' : 'out';
}

/** A mark for each group at the top of the plot, and a line down from it. */
export function drawMarks(
  plot: uPlot,
  groups: readonly DecisionGroup[],
  chosen: PoolDecision | undefined,
  colors: ThemeColors,
): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  const middle = bbox.top + (MARKS_PX / 2) * scale;
  ctx.save();
  ctx.fillStyle = colors.color('--vscode-foreground');
  ctx.strokeStyle = colors.color('--vscode-foreground');
  ctx.lineWidth = scale;
  for (const group of groups) {
    const x = bbox.left + group.x * scale;
    const isChosen = chosen !== undefined && group.decisions.includes(chosen);
    if (isChosen || groups.length <= MAXIMUM_LINES) {
      ctx.globalAlpha = isChosen ? 1 : FAINT;
      ctx.setLineDash(isChosen ? [] : [2 * scale, 3 * scale]);
      ctx.beginPath();
      ctx.moveTo(x, middle + 6 * scale);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    drawSign(ctx, directionOf(group), x, middle, (isChosen ? 6 : 4.5) * scale);
  }
  ctx.restore();
}

/** A triangle up for more processes, one down for fewer, a rhombus for both. */
function drawSign(
  ctx: CanvasRenderingContext2D,
  direction: Direction,
  x: number,
  y: number,
  radius: number,
): void {
  ctx.beginPath();
  if (direction !== 'in') ctx.moveTo(x, y - radius);
  else ctx.moveTo(x, y + radius);
  const base = { out: y + radius, in: y - radius, both: y }[direction];
  ctx.lineTo(x + radius, base);
  if (direction === 'both') ctx.lineTo(x, y + radius);
  ctx.lineTo(x - radius, base);
  ctx.closePath();
  ctx.fill();
}
