import type uPlot from 'uplot';
import { dropOverlaps } from './labels.ts';
import type { TimeMark } from './plotTimeAxis.ts';
import { scaleFont, type ThemeColors } from './themeColors.ts';

const DASH_PX = [4, 3];
/** Between the line and its label. */
const GAP_PX = 4;
const LABEL_HEIGHT_PX = 12;

/** A dashed line wherever time makes a jump. */
export function drawBreakLines(
  plot: uPlot,
  breaks: readonly Pick<TimeMark, 'time'>[],
  colors: Pick<ThemeColors, 'text'>,
): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = colors.text;
  ctx.lineWidth = scale;
  ctx.setLineDash(DASH_PX.map((px) => px * scale));
  for (const { time } of breaks) {
    const x = Math.round(plot.valToPos(time / 1000, 'x', true)) + 0.5;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

/** How far each jump goes, over the plot, where it hides none of the curves. */
export function drawBreakLabels(
  plot: uPlot,
  breaks: readonly TimeMark[],
  colors: Pick<ThemeColors, 'text' | 'font'>,
): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.font = scaleFont(colors.font, scale);
  ctx.fillStyle = colors.text;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  const room = { from: bbox.left, to: bbox.left + bbox.width };
  const gap = GAP_PX * scale;
  const spanOf = ({ time, label }: TimeMark) => {
    const width = ctx.measureText(label).width;
    const from = plot.valToPos(time / 1000, 'x', true) + gap;
    // At the right end there is room on the other side only.
    return from + width > room.to
      ? { from: from - width - 2 * gap, to: from - 2 * gap }
      : { from, to: from + width };
  };
  for (const mark of dropOverlaps(breaks, room, spanOf))
    ctx.fillText(mark.label, spanOf(mark).from, bbox.top - LABEL_HEIGHT_PX * scale);
  ctx.restore();
}
