import type uPlot from 'uplot';
import { listLonePoints } from './lonePoints.ts';

const POINT_PX = 5;

/**
 * The dots of a line: on each of its points if those are far apart, otherwise only on those without a neighbour. Of several
 * lines each has only the latter: dots hide lines below them, and fill the gaps by which a line of dashes is recognized.
 */
export function makeLinePoints(color: string, lineCount: number): uPlot.Series.Points {
  return {
    size: POINT_PX,
    fill: color,
    stroke: color,
    filter: listLonePoints,
    ...(lineCount > 1 ? { show: false } : {}),
  };
}
