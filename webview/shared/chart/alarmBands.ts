import type uPlot from 'uplot';
import type { AlarmStates, AlarmStateValue } from '../../../broker/protocol/alarms.ts';
import { scaleFont, type ThemeColors } from '../themeColors.ts';

/** Bands over the plot; more alarms are only listed. */
export const MAXIMUM_BANDS = 4;
/** The name of the alarm, over its band. */
const NAME_PX = 13;
const BAND_PX = 9;
const GAP_PX = 4;
const HATCH_PX = 6;
/** Between the bands and the plot. */
const FOOT_PX = 6;

const VARIABLES: Readonly<Record<AlarmStateValue, string>> = {
  OK: '--vscode-charts-green',
  ALARM: '--vscode-charts-red',
  INSUFFICIENT_DATA: '--vscode-descriptionForeground',
};

/** What bands need over a plot, px. */
export function heightOfBands(alarms: readonly AlarmStates[]): number {
  const count = Math.min(alarms.length, MAXIMUM_BANDS);
  return count === 0 ? 0 : count * (NAME_PX + BAND_PX + GAP_PX) + FOOT_PX;
}

/** The alarms whose bands are drawn: those that are in alarm first. */
export function chooseBands(alarms: readonly AlarmStates[]): readonly AlarmStates[] {
  const rank = ({ alarm: { state } }: AlarmStates): number => (state === 'ALARM' ? 0 : 1);
  return alarms
    .toSorted((one, other) => rank(one) - rank(other) || one.alarm.name.localeCompare(other.alarm.name))
    .slice(0, MAXIMUM_BANDS);
}

/** A band for each alarm over the plot: what it said, and when. */
export function drawBands(plot: uPlot, bands: readonly AlarmStates[], colors: ThemeColors): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  const foot = bbox.top - FOOT_PX * scale;
  const height = BAND_PX * scale;
  ctx.save();
  ctx.font = scaleFont(colors.font, scale);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  bands.forEach(({ alarm, spans }, index) => {
    const bottom = foot - (bands.length - 1 - index) * (NAME_PX + BAND_PX + GAP_PX) * scale;
    const top = bottom - height;
    for (const { state, from, until } of spans) {
      const left = Math.max(bbox.left, plot.valToPos(from / 1000, 'x', true));
      const right = Math.min(bbox.left + bbox.width, plot.valToPos(until / 1000, 'x', true));
      if (right <= left) continue;
      // A short alarm is what is looked for.
      fillState(ctx, state, { left, top, width: Math.max(right - left, 2 * scale), height }, colors, scale);
    }
    ctx.fillStyle = colors.color('--vscode-foreground');
    ctx.fillText(cutText(ctx, alarm.name, bbox.width), bbox.left, top - (NAME_PX / 2) * scale);
  });
  ctx.restore();
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** OK: a thin line; in alarm: full and striped; insufficient data: an empty frame. You can tell them apart without colour. */
export function fillState(
  ctx: CanvasRenderingContext2D,
  state: AlarmStateValue,
  { left, top, width, height }: Box,
  colors: Pick<ThemeColors, 'color' | 'background'>,
  scale: number,
): void {
  const color = colors.color(VARIABLES[state]);
  ctx.save();
  ctx.fillStyle = color;
  ctx.strokeStyle = color;
  ctx.lineWidth = scale;
  // The last line that was drawn may have had dashes.
  ctx.setLineDash([]);
  switch (state) {
    case 'OK':
      ctx.fillRect(left, top + height - 3 * scale, width, 3 * scale);
      break;
    case 'ALARM':
      ctx.beginPath();
      ctx.rect(left, top, width, height);
      ctx.clip();
      ctx.globalAlpha = 0.35;
      ctx.fillRect(left, top, width, height);
      ctx.globalAlpha = 1;
      ctx.beginPath();
      for (let x = left - height; x < left + width; x += HATCH_PX * scale) {
        ctx.moveTo(x, top + height);
        ctx.lineTo(x + height, top);
      }
      ctx.rect(left + scale / 2, top + scale / 2, width - scale, height - scale);
      ctx.stroke();
      break;
    case 'INSUFFICIENT_DATA':
      ctx.setLineDash([3 * scale, 3 * scale]);
      ctx.strokeRect(left + scale / 2, top + scale / 2, Math.max(1, width - scale), height - scale);
  }
  ctx.restore();
}

function cutText(ctx: CanvasRenderingContext2D, text: string, width: number): string {
  if (ctx.measureText(text).width <= width) return text;
  let cut = text;
  while (cut.length > 1 && ctx.measureText(`${cut}…`).width > width) cut = cut.slice(0, -1);
  return `${cut}…`;
}
