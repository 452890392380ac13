const SMALLEST_HEIGHT_PX = 120;

/** What a chart takes of its frame. */
export function readPlotSize(element: HTMLElement): { readonly width: number; readonly height: number } {
  return { width: element.clientWidth, height: Math.max(SMALLEST_HEIGHT_PX, element.clientHeight) };
}
