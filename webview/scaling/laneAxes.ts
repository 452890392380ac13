import * as l10n from '@vscode/l10n';
import type uPlot from 'uplot';
import { UNIT_AXES } from '../shared/chart/unitAxes.ts';
import { COUNT_INCREMENTS } from '../shared/plotIncrements.ts';
import { VALUE_GAP_PX } from '../shared/plotValueAxis.ts';
import { scaleFont, type ThemeColors } from '../shared/themeColors.ts';
import { type Lane, listLaneTicks } from './lanes.ts';
import { LANE_TITLES, LANE_UNITS, type LaneName } from './scalingLines.ts';

/** From the middle of a title down to its lane: the title belongs to that, and not to the lane above. */
const TITLE_MIDDLE_PX = 9;

/** Distances of the marks of a lane. There is no half of a message, and of a process. */
export function listIncrements(name: LaneName): readonly number[] {
  const unit = LANE_UNITS[name];
  return unit === 'Count' ? COUNT_INCREMENTS : UNIT_AXES[unit].increments;
}

/** The marks of a lane, with what is written at them. */
function listMarks(
  plot: uPlot,
  { name, topPx, bottomPx }: Lane,
): readonly { readonly y: number; readonly text: string }[] {
  const { formatTicks } = UNIT_AXES[LANE_UNITS[name]];
  const heightPx = bottomPx - topPx;
  const top = plot.posToVal(topPx, name);
  const ticks = listLaneTicks(top, heightPx, listIncrements(name));
  const texts = formatTicks(ticks);
  return ticks.map((value, index) => ({
    y: bottomPx - (value / top) * heightPx,
    text: texts[index] ?? '',
  }));
}

/** The axis at the left: as wide as the widest mark of all lanes. The lanes draw their marks themselves. */
export function makeLanesAxis(
  colors: Pick<ThemeColors, 'font'>,
  scale: string,
  readLanes: (plot: uPlot) => readonly Lane[],
): uPlot.Axis {
  return {
    scale,
    size: (plot) => {
      plot.ctx.save();
      plot.ctx.font = colors.font;
      const widths = readLanes(plot).flatMap((lane) =>
        listMarks(plot, lane).map(({ text }) => plot.ctx.measureText(text).width),
      );
      plot.ctx.restore();
      return Math.ceil(Math.max(24, ...widths)) + 2 * VALUE_GAP_PX;
    },
    splits: () => [],
    values: () => [],
    grid: { show: false },
    ticks: { show: false },
  };
}

/** The titles of the lanes, and the marks of their values with a line for each. */
export function drawLanes(plot: uPlot, lanes: readonly Lane[], colors: ThemeColors): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.font = scaleFont(colors.font, scale);
  ctx.textBaseline = 'middle';
  ctx.lineWidth = scale;
  // The last line that was drawn may have had dashes.
  ctx.setLineDash([]);
  ctx.strokeStyle = colors.grid;
  ctx.fillStyle = colors.text;
  for (const lane of lanes) {
    ctx.textAlign = 'right';
    for (const { y, text } of listMarks(plot, lane)) {
      const place = Math.round(bbox.top + y * scale) + 0.5;
      ctx.beginPath();
      ctx.moveTo(bbox.left, place);
      ctx.lineTo(bbox.left + bbox.width, place);
      ctx.stroke();
      ctx.fillText(text, bbox.left - VALUE_GAP_PX * scale, place);
    }
    ctx.textAlign = 'left';
    ctx.fillText(
      LANE_TITLES[lane.name],
      bbox.left,
      bbox.top + (lane.topPx - TITLE_MIDDLE_PX) * scale,
      bbox.width,
    );
  }
  ctx.restore();
}

/** Beside the title of a lane: what areas in it mean. */
export function drawLaneNote(plot: uPlot, lane: Lane, colors: ThemeColors): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.font = scaleFont(colors.font, scale);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  ctx.fillStyle = colors.text;
  const text = l10n.t('Too many changes for steps: areas from the lowest to the highest number');
  const room = bbox.width - ctx.measureText(`${LANE_TITLES[lane.name]}  `).width;
  // Where there is no room, the values under the cursor are still exact.
  if (ctx.measureText(text).width <= room)
    ctx.fillText(text, bbox.left + bbox.width, bbox.top + (lane.topPx - TITLE_MIDDLE_PX) * scale);
  ctx.restore();
}
