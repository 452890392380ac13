import * as l10n from '@vscode/l10n';
import type { LanePlot } from '../lanes/lanePlot.ts';
import type { LaneTheme } from '../lanes/laneTheme.ts';
import { findFirst } from './consumerFigures.ts';
import { type ConsumerLane, type Deed, DEEDS } from './consumerModel.ts';

export const CONSUMER_LANE_PX = 46;
/** The upper part: how many messages are in flight. */
const WORK_TOP_PX = 4;
const WORK_PX = 22;
/** The lower part: a tick for every call. */
const TICK_TOP_PX = 30;
const TICK_PX = 11;
/** What is in flight is drawn in columns at least this wide. */
const COLUMN_PX = 2;

/** Draws a consumer: an area of what it has in flight over the ticks of its calls. */
export function paintConsumer(plot: LanePlot, lane: ConsumerLane, top: number): void {
  paintWork(plot, lane, top);
  paintDeeds(plot, lane, top);
}

function paintWork(plot: LanePlot, lane: ConsumerLane, top: number): void {
  const { context, theme, moments: window } = plot;
  const { times, counts } = lane.inFlight;
  const first = Math.max(0, findFirst(times, window.from) - 1);
  let highest = 1;
  for (let index = first; index < times.length && (times[index] ?? 0) <= window.to; index += 1)
    highest = Math.max(highest, counts[index] ?? 0);
  const bottom = top + WORK_TOP_PX + WORK_PX;
  const style = theme.consumer(lane.index);
  context.fillStyle = style.fill;
  let left = 0;
  let tallest = 0;
  for (let index = first; index < times.length && (times[index] ?? 0) <= window.to; index += 1) {
    const isLast = index === times.length - 1;
    const right = Math.ceil(plot.x(times[index + 1] ?? Math.max(plot.now, times[index] ?? 0)));
    // Of many steps in one column the highest is drawn, once.
    tallest = Math.max(tallest, counts[index] ?? 0);
    if (index === first) left = Math.floor(plot.x(times[index] ?? 0));
    if (right < left + COLUMN_PX && !isLast) continue;
    const height = Math.max(2, Math.round((tallest / highest) * WORK_PX));
    if (tallest > 0 && right > 0 && left < plot.width)
      context.fillRect(left, bottom - height, Math.max(1, right - left), height);
    left = right;
    tallest = 0;
  }
  context.fillStyle = theme.dim;
  context.globalAlpha = Math.max(0.4, theme.gridAlpha);
  context.fillRect(0, bottom, plot.width, 1);
  context.globalAlpha = 1;
  if (highest <= 1) return;
  context.font = theme.smallFont;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  const whole = l10n.t('at most {0} in flight', highest);
  const text = context.measureText(whole).width < plot.width - 8 ? whole : l10n.t('max. {0}', highest);
  context.fillStyle = theme.background;
  context.fillRect(2, top + WORK_TOP_PX - 1, context.measureText(text).width + 4, 12);
  context.fillStyle = theme.dim;
  context.fillText(text, 4, top + WORK_TOP_PX);
}

/** Each kind has its own shape, so that colour is only an extra; signs too close together are drawn as one. */
function paintDeeds(plot: LanePlot, lane: ConsumerLane, top: number): void {
  const { window, moments } = plot;
  const msPerPixel = (window.to - window.from) / plot.width;
  for (const deed of DEEDS) {
    const { times } = lane.deeds[deed];
    const { color, paint, apartPx } = SIGNS[deed];
    plot.context.fillStyle = color(plot.theme);
    plot.context.strokeStyle = color(plot.theme);
    plot.context.lineWidth = 2;
    let time = times[findFirst(times, moments.from)];
    while (time !== undefined && time <= moments.to) {
      paint(plot.context, Math.round(plot.x(time)), top + TICK_TOP_PX);
      time = times[findFirst(times, time + apartPx * msPerPixel, true)];
    }
  }
}

interface Sign {
  readonly color: (theme: LaneTheme) => string;
  /** Signs closer together than this are drawn as one. */
  readonly apartPx: number;
  readonly paint: (context: CanvasRenderingContext2D, x: number, top: number) => void;
}

/** Upright rectangles on whole pixels, wherever there may be thousands: they take the least time to draw. */
const SIGNS: Readonly<Record<Deed, Sign>> = {
  poll: {
    color: ({ tones }) => tones.active,
    apartPx: 4,
    paint: (context, x, top) => context.fillRect(x - 1, top, 2, TICK_PX),
  },
  emptyPoll: {
    color: ({ dim }) => dim,
    apartPx: 3,
    paint: (context, x, top) => context.fillRect(x, top, 1, 6),
  },
  delete: {
    color: ({ tones }) => tones.good,
    apartPx: 5,
    paint: (context, x, top) => context.fillRect(x - 1, top + 7, 3, 4),
  },
  send: {
    color: ({ tones }) => tones.start,
    apartPx: 6,
    paint: (context, x, top) => {
      context.fillRect(x, top + 1, 1, 2);
      context.fillRect(x - 1, top + 3, 3, 2);
      context.fillRect(x - 2, top + 5, 5, 1);
    },
  },
  expired: {
    color: ({ tones }) => tones.warning,
    apartPx: 8,
    paint: (context, x, top) => strokeLines(context, [x - 3, top + 2, x + 3, top + 8]),
  },
  error: {
    color: ({ tones }) => tones.bad,
    apartPx: 8,
    paint: (context, x, top) =>
      strokeLines(context, [x - 3, top + 2, x + 3, top + 8], [x + 3, top + 2, x - 3, top + 8]),
  },
};

function strokeLines(
  context: CanvasRenderingContext2D,
  ...lines: readonly (readonly [number, number, number, number])[]
): void {
  context.beginPath();
  for (const [fromX, fromY, toX, toY] of lines) {
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
  }
  context.stroke();
}
