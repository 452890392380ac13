import { chooseLabels, dropOverlaps, type Span } from '../../shared/labels.ts';
import { listAxisBreaks, listAxisTicks } from './axisTicks.ts';
import type { LanePlot } from './lanePlot.ts';

const PIXELS_PER_TICK = 96;
/** Between a mark and its label. */
const LABEL_GAP_PX = 4;
const LABEL_Y_PX = 11;
const BREAK_DASH: readonly number[] = [4, 3];

/** The times over the lanes; where the clock was moved, by how much. */
export function paintAxis(plot: LanePlot): void {
  const { context, theme, width } = plot;
  context.font = theme.smallFont;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const spanOf = ({ place }: { readonly place: number }, label: string): Span => {
    const from = plot.xOfPlace(place);
    return { from, to: from + LABEL_GAP_PX + context.measureText(label).width };
  };
  const room = { from: 0, to: width };
  const breaks = dropOverlaps(listAxisBreaks(plot.line, plot.window), room, (mark) =>
    spanOf(mark, mark.label),
  );
  const ticks = listTicksOf(plot);
  const labels = new Map(
    chooseLabels(
      ticks,
      room,
      spanOf,
      breaks.map((mark) => ({ ...mark, ...spanOf(mark, mark.label) })),
    ).map(({ mark, label }) => [mark, label]),
  );
  context.fillStyle = theme.dim;
  for (const tick of ticks) {
    const x = Math.round(plot.xOfPlace(tick.place)) + 0.5;
    context.globalAlpha = 0.5;
    context.fillRect(x, 15, 1, 7);
    context.globalAlpha = 1;
    context.fillText(labels.get(tick) ?? '', x + LABEL_GAP_PX, LABEL_Y_PX);
  }
  context.fillStyle = theme.foreground;
  for (const { place, label } of breaks)
    context.fillText(label, plot.xOfPlace(place) + LABEL_GAP_PX, LABEL_Y_PX);
  paintBreaks(plot, 22);
}

/** Lines under the marks of the axis, where the clock was moved, and where the present is. */
export function paintGrid(plot: LanePlot, height: number): void {
  const { context, theme, width, now } = plot;
  context.fillStyle = theme.dim;
  context.globalAlpha = theme.gridAlpha;
  for (const { place } of listTicksOf(plot)) context.fillRect(Math.round(plot.xOfPlace(place)), 0, 1, height);
  context.globalAlpha = 1;
  paintBreaks(plot, height);
  const x = plot.x(now);
  if (now > 0 && x >= 0 && x <= width) {
    context.globalAlpha = 0.6;
    context.fillRect(Math.round(x), 0, 1, height);
  }
  context.globalAlpha = 1;
}

function listTicksOf({ line, window, width }: LanePlot) {
  return listAxisTicks(line, window, width / PIXELS_PER_TICK);
}

function paintBreaks(plot: LanePlot, height: number): void {
  const { context, theme } = plot;
  context.save();
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1;
  context.setLineDash([...BREAK_DASH]);
  for (const { place } of listAxisBreaks(plot.line, plot.window)) {
    const x = Math.round(plot.xOfPlace(place)) + 0.5;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, height);
    context.stroke();
  }
  context.restore();
}
