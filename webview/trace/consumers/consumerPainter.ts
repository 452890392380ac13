import type { LanePlot } from '../lanes/lanePlot.ts';
import { findFirst } from './consumerFigures.ts';
import type { ConsumerLane, Deed } from './consumerModel.ts';

export const CONSUMER_LANE_PX = 46;
/** The upper part: how many messages are in flight. */
const WORK_TOP_PX = 4;
const WORK_PX = 22;
/** The lower part: a tick for every call. */
const TICK_TOP_PX = 30;
const TICK_PX = 11;

/** Draws a consumer: an area of what it has in flight over the ticks of its calls. */
export function paintConsumer(plot: LanePlot, lane: ConsumerLane, top: number): void {
  paintWork(plot, lane, top);
  paintDeeds(plot, lane, top);
}

function paintWork(plot: LanePlot, lane: ConsumerLane, top: number): void {
  const { context, theme, window } = plot;
  const { times, counts } = lane.inFlight;
  const first = Math.max(0, findFirst(times, window.from) - 1);
  let highest = 1;
  for (let index = first; index < times.length && (times[index] ?? 0) <= window.to; index += 1)
    highest = Math.max(highest, counts[index] ?? 0);
  const bottom = top + WORK_TOP_PX + WORK_PX;
  const style = theme.consumer(lane.index);
  context.fillStyle = style.fill;
  let column = Number.NEGATIVE_INFINITY;
  let columnCount = 0;
  for (let index = first; index < times.length && (times[index] ?? 0) <= window.to; index += 1) {
    const left = Math.floor(plot.x(times[index] ?? 0));
    const right = plot.x(times[index + 1] ?? Math.max(plot.now, times[index] ?? 0));
    const count = counts[index] ?? 0;
    // Of many steps in one pixel the highest is drawn.
    columnCount = left === column ? Math.max(columnCount, count) : count;
    column = left;
    if (columnCount === 0 || right < 0 || left > plot.width) continue;
    const height = Math.max(2, (columnCount / highest) * WORK_PX);
    context.fillRect(left, bottom - height, Math.max(1, right - left), height);
  }
  context.fillStyle = theme.dim;
  context.globalAlpha = 0.4;
  context.fillRect(0, bottom, plot.width, 1);
  context.globalAlpha = 1;
  if (highest <= 1) return;
  context.font = theme.smallFont;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  const text = `max. ${highest}`;
  context.fillStyle = theme.background;
  context.fillRect(2, top + WORK_TOP_PX - 1, context.measureText(text).width + 4, 12);
  context.fillStyle = theme.dim;
  context.fillText(text, 4, top + WORK_TOP_PX);
}

/** Each kind has a shape of its own, so that the colours only help. */
function paintDeeds(plot: LanePlot, lane: ConsumerLane, top: number): void {
  const { times, kinds } = lane.deeds;
  const { window } = plot;
  const drawn: Partial<Record<Deed, number>> = {};
  for (let index = findFirst(times, window.from); index < times.length; index += 1) {
    const time = times[index] ?? 0;
    if (time > window.to) return;
    const kind = kinds[index] ?? 'poll';
    const x = Math.round(plot.x(time));
    if (drawn[kind] === x) continue;
    drawn[kind] = x;
    paintDeed(plot, kind, x, top + TICK_TOP_PX);
  }
}

function paintDeed({ context, theme }: LanePlot, kind: Deed, x: number, top: number): void {
  const middle = top + TICK_PX / 2;
  switch (kind) {
    case 'poll':
      context.fillStyle = theme.tones.active;
      context.fillRect(x - 1, top, 2, TICK_PX);
      return;
    case 'emptyPoll':
      context.fillStyle = theme.dim;
      context.fillRect(x - 0.5, top, 1, TICK_PX / 2);
      return;
    case 'delete':
      context.fillStyle = theme.tones.good;
      context.fillRect(x - 1, middle + 1, 3, TICK_PX / 2 - 1);
      return;
    case 'send':
      context.fillStyle = theme.tones.start;
      context.beginPath();
      context.moveTo(x, top + 1);
      context.lineTo(x + 3.5, top + 6);
      context.lineTo(x - 3.5, top + 6);
      context.fill();
      return;
    case 'error':
    case 'expired':
      context.strokeStyle = kind === 'error' ? theme.tones.bad : theme.tones.warning;
      context.lineWidth = 2;
      context.beginPath();
      context.moveTo(x - 3, middle - 3);
      context.lineTo(x + 3, middle + 3);
      context.moveTo(x + 3, middle - 3);
      if (kind === 'error') context.lineTo(x - 3, middle + 3);
      context.stroke();
  }
}
