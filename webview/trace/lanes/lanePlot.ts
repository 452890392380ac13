import type { ClockLine } from '../log/clockLine.ts';
import type { LaneTheme } from './laneTheme.ts';
import type { TimeWindow } from '../../shared/timeSteps.ts';

/** A canvas with a time axis across, on which lanes are drawn. */
export interface LanePlot {
  readonly context: CanvasRenderingContext2D;
  readonly theme: LaneTheme;
  readonly line: ClockLine;
  /** The places that are shown. */
  readonly window: TimeWindow;
  /** The moments that are shown. */
  readonly moments: TimeWindow;
  /** The moment up to where bars without an end reach. */
  readonly now: number;
  /** CSS pixels. */
  readonly width: number;
  /** The pixel of a moment; far outside of the canvas it stays just outside. */
  x(moment: number): number;
  /** The pixel of a place. */
  xOfPlace(place: number): number;
}

/** What is drawn of the axis: its places, and where they end. */
export interface PlotTime {
  readonly line: ClockLine;
  readonly window: TimeWindow;
  readonly now: number;
}

export function makeLanePlot(
  context: CanvasRenderingContext2D,
  theme: LaneTheme,
  { line, window, now }: PlotTime,
  width: number,
): LanePlot {
  const pixelsPerMs = width / (window.to - window.from);
  const xOfPlace = (place: number): number =>
    Math.max(-50, Math.min(width + 50, (place - window.from) * pixelsPerMs));
  return {
    context,
    theme,
    line,
    window,
    moments: { from: line.momentAt(window.from), to: line.momentAt(window.to) },
    now,
    width,
    x: (moment) => xOfPlace(line.place(moment)),
    xOfPlace,
  };
}

/** Gives a canvas the pixels of the screen, and answers its pen in CSS pixels, on an empty sheet. */
export function prepareCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | undefined {
  const scale = window.devicePixelRatio;
  const pixelWidth = Math.max(1, Math.round(width * scale));
  const pixelHeight = Math.max(1, Math.round(height * scale));
  if (canvas.width !== pixelWidth || canvas.height !== pixelHeight) {
    canvas.width = pixelWidth;
    canvas.height = pixelHeight;
  }
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
