import type { LanePlot } from './lanePlot.ts';
import { formatTick } from '../../shared/timeFormat.ts';
import { listTicks } from './timeWindow.ts';

const PIXELS_PER_TICK = 96;

/** The times over the lanes. */
export function paintAxis(plot: LanePlot): void {
  const { context, theme, width } = plot;
  const { stepMs, times } = listTicks(plot.window, width / PIXELS_PER_TICK);
  context.font = theme.smallFont;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillStyle = theme.dim;
  for (const time of times) {
    const x = Math.round(plot.x(time)) + 0.5;
    context.globalAlpha = 0.5;
    context.fillRect(x, 15, 1, 7);
    context.globalAlpha = 1;
    const text = formatTick(time, stepMs);
    if (x + 4 + context.measureText(text).width < width) context.fillText(text, x + 4, 11);
  }
}

/** Lines under the marks of the axis, and one where the present is. */
export function paintGrid(plot: LanePlot, height: number): void {
  const { context, theme, width, now } = plot;
  const { times } = listTicks(plot.window, width / PIXELS_PER_TICK);
  context.fillStyle = theme.dim;
  context.globalAlpha = 0.15;
  for (const time of times) context.fillRect(Math.round(plot.x(time)), 0, 1, height);
  const x = plot.x(now);
  if (now > 0 && x >= 0 && x <= width) {
    context.globalAlpha = 0.6;
    context.fillRect(Math.round(x), 0, 1, height);
  }
  context.globalAlpha = 1;
}
