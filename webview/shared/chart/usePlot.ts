import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import '../series.css';
import { readPlotSize } from './plotSize.ts';

interface UsePlotOptions<D> {
  /** What is drawn; a new object with every change. */
  readonly shown: D;
  /** What the lines are and how they look: the chart is built again when this changes, or the theme. */
  readonly look: string;
  readonly makeOptions: (element: HTMLElement) => uPlot.Options;
  readonly alignData: (shown: D) => uPlot.AlignedData;
}

/** Keeps a chart in a frame: as large as the frame, in the colours of the theme, with the newest points. */
export function usePlot<D>({ shown, look, makeOptions, alignData }: UsePlotOptions<D>) {
  const frame = useRef<HTMLDivElement>(null);
  const drawn = useRef<uPlot>(undefined);
  const newest = useRef(shown);
  newest.current = shown;
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const build = (): void => {
      drawn.current?.destroy();
      drawn.current = new uPlot(makeOptions(element), alignData(newest.current), element);
    };
    build();
    const resized = new ResizeObserver(() => drawn.current?.setSize(readPlotSize(element)));
    resized.observe(element);
    const themed = new MutationObserver(build);
    themed.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      drawn.current?.destroy();
      drawn.current = undefined;
    };
  }, [look]);
  useEffect(() => drawn.current?.setData(alignData(shown)), [shown]);
  return {
    /** For the frame. */
    frame,
    /** The chart; undefined before it is drawn. */
    drawn,
  };
}
