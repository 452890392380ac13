import type { LaneTheme } from './laneTheme.ts';
import type { TimeWindow } from './timeWindow.ts';

/** A canvas with a time axis across, on which lanes are drawn. */
export interface LanePlot {
  readonly context: CanvasRenderingContext2D;
  readonly theme: LaneTheme;
  readonly window: TimeWindow;
  /** Up to where bars without an end reach. */
  readonly now: number;
  /** CSS pixels. */
  readonly width: number;
  /** The pixel of a time; far outside of the canvas it stays just outside. */
  x(time: number): number;
}

export function makeLanePlot(
  context: CanvasRenderingContext2D,
  theme: LaneTheme,
  window: TimeWindow,
  now: number,
  width: number,
): LanePlot {
  const pixelsPerMs = width / (window.to - window.from);
  return {
    context,
    theme,
    window,
    now,
    width,
    x: (time) => Math.max(-50, Math.min(width + 50, (time - window.from) * pixelsPerMs)),
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
