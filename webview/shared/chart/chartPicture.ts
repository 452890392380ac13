import type uPlot from 'uplot';
import { readThemeColors, type ThemeColors } from '../themeColors.ts';
import type { LineLook } from './lineLooks.ts';

/** What stands over the chart in its picture. */
export interface PictureHead {
  readonly title: string;
  readonly legend: readonly { readonly name: string; readonly look: LineLook }[];
}

const MARGIN_PX = 12;
const LINE_PX = 18;
const KEY_PX = 18;
const GAP_PX = 16;

/** The chart with its title and legend, a PNG as base64. */
export function drawPicture(plot: uPlot, { title, legend }: PictureHead): string {
  const colors = readThemeColors(plot.root);
  const scale = devicePixelRatio;
  const chart = plot.ctx.canvas;
  const canvas = document.createElement('canvas');
  const ctx = canvas.getContext('2d');
  if (ctx === null) return '';
  const width = chart.width / scale + 2 * MARGIN_PX;
  const font = colors.font;
  ctx.font = font;
  const entries = placeEntries(ctx, legend, width - MARGIN_PX);
  const head = MARGIN_PX + LINE_PX * (2 + Math.max(0, ...entries.map(({ row }) => row)));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round((head + MARGIN_PX + chart.height / scale) * scale);
  ctx.scale(scale, scale);
  ctx.fillStyle = colors.color('--vscode-editor-background');
  ctx.fillRect(0, 0, width, canvas.height);
  ctx.textBaseline = 'middle';
  ctx.fillStyle = colors.color('--vscode-foreground');
  ctx.font = `bold ${font}`;
  ctx.fillText(title, MARGIN_PX, MARGIN_PX + LINE_PX / 2 - 4);
  ctx.font = font;
  for (const { name, look, x, row } of entries) {
    const y = MARGIN_PX + LINE_PX * (row + 1.5) - 4;
    drawKey(ctx, look, x, y, colors);
    ctx.fillStyle = colors.color('--vscode-foreground');
    ctx.fillText(name, x + KEY_PX + 6, y);
  }
  ctx.drawImage(chart, MARGIN_PX, head, chart.width / scale, chart.height / scale);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

type Entry = PictureHead['legend'][number] & {
  readonly x: number;
  readonly row: number;
};

/** One after the other, in as many rows as they take. */
function placeEntries(
  ctx: CanvasRenderingContext2D,
  legend: PictureHead['legend'],
  right: number,
): readonly Entry[] {
  let x = MARGIN_PX;
  let row = 0;
  return legend.map((each) => {
    const width = KEY_PX + 6 + ctx.measureText(each.name).width;
    if (x > MARGIN_PX && x + width > right) {
      x = MARGIN_PX;
      row += 1;
    }
    const entry = { ...each, x, row };
    x += width + GAP_PX;
    return entry;
  });
}

function drawKey(
  ctx: CanvasRenderingContext2D,
  { variable, dash }: LineLook,
  x: number,
  y: number,
  colors: ThemeColors,
): void {
  ctx.save();
  ctx.strokeStyle = colors.color(variable);
  ctx.lineWidth = 2;
  ctx.setLineDash([...(dash ?? [])]);
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x + KEY_PX, y);
  ctx.stroke();
  ctx.restore();
}
