import type uPlot from 'uplot';
import { listLonePoints } from './lonePoints.ts';

const POINT_PX = 5;
/** With more lines, a dot on each point hides the lines that lie below. */
const MOST_DOTTED_LINES = 5;

/**
 * The dots of a line: on each of its points if those are far apart, otherwise only on those without a neighbour. A line of
 * dashes has only the latter, because dots fill the gaps by which it is recognized.
 */
export function makeLinePoints(
  color: string,
  dash: readonly number[] | undefined,
  lineCount: number,
): uPlot.Series.Points {
  return {
    size: POINT_PX,
    fill: color,
    stroke: color,
    filter: listLonePoints,
    ...(dash !== undefined || lineCount > MOST_DOTTED_LINES ? { show: false } : {}),
  };
}
