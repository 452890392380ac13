import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './series.css';
import { readThemeColors } from './themeColors.ts';
import { formatTick } from './timeFormat.ts';

/** One line of a chart. Its dash tells it from the others where colours do not. */
export interface ChartLine {
  readonly label: string;
  readonly variable: string;
  readonly dash?: readonly number[];
  readonly isFilled?: boolean;
}

interface SeriesChartProps {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  /** Epoch ms, and the values of each line, null for a gap; a new array with every change. */
  readonly times: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
  readonly format: (value: number) => string;
}

const SMALLEST_HEIGHT_PX = 60;
/** Width of the axis of values. */
const AXIS_PX = 54;
/** Width of a digit of the labels, about. */
const DIGIT_PX = 6.5;

/** A small chart over time with its legend, which shows the values under the pointer, or the newest. */
export function SeriesChart({ title, lines, times, values, format }: SeriesChartProps) {
  const parent = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const data = useRef<uPlot.AlignedData>([[]]);
  data.current = [times.map((time) => time / 1000), ...values.map((line) => [...line])];
  useEffect(() => {
    const element = parent.current;
    if (element === null) return undefined;
    const build = (): void => {
      plot.current?.destroy();
      plot.current = new uPlot(makeOptions(element, lines, format), data.current, element);
    };
    build();
    const resized = new ResizeObserver(() => plot.current?.setSize(readSize(element)));
    resized.observe(element);
    const themed = new MutationObserver(build);
    themed.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [lines, format]);
  useEffect(() => plot.current?.setData(data.current), [times, values]);
  const newest = lines.map((line, index) => `${line.label} ${format(values[index]?.at(-1) ?? 0)}`);
  return (
    <div class="series" aria-label={`${title}: ${newest.join(', ')}`} role="img">
      <div class="series-head" aria-hidden="true">
        <span class="series-title">{title}</span>
        {lines.map((line, index) => (
          <span key={line.label} class="series-value">
            <svg class="series-key" width="18" height="8" style={{ color: `var(${line.variable})` }}>
              <line
                x1="0"
                x2="18"
                y1="4"
                y2="4"
                stroke="currentColor"
                stroke-width="2"
                stroke-dasharray={line.dash?.join(' ') ?? 'none'}
              />
            </svg>
            {line.label} <span class="series-number">{format(values[index]?.at(-1) ?? 0)}</span>
          </span>
        ))}
      </div>
      <div class="series-plot" ref={parent} aria-hidden="true" />
    </div>
  );
}

function readSize(element: HTMLElement): { readonly width: number; readonly height: number } {
  return { width: element.clientWidth, height: Math.max(SMALLEST_HEIGHT_PX, element.clientHeight) };
}

function makeOptions(
  element: HTMLElement,
  lines: readonly ChartLine[],
  format: (value: number) => string,
): uPlot.Options {
  const colors = readThemeColors(element);
  return {
    ...readSize(element),
    padding: [6, 8, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: true }, y: { range: (_plot, _low, high) => [0, Math.max(1, high)] } },
    axes: [
      {
        stroke: colors.text,
        font: colors.font,
        size: 20,
        gap: 2,
        space: 64,
        values: (plot, splits) => {
          const [first = 0, second = first + 1] = splits;
          const stepMs = (second - first) * 1000;
          const room = element.clientWidth - AXIS_PX;
          return splits.map((split) => {
            const text = formatTick(split * 1000, stepMs);
            // Half of a label at the end would be cut off.
            return plot.valToPos(split, 'x') + (text.length * DIGIT_PX) / 2 > room ? '' : text;
          });
        },
        grid: { show: false },
        ticks: { show: false },
      },
      {
        stroke: colors.text,
        font: colors.font,
        size: AXIS_PX,
        gap: 4,
        values: (_plot, splits) => splits.map(format),
        grid: { stroke: colors.grid, width: 1 },
        ticks: { show: false },
        space: 26,
      },
    ],
    series: [
      {},
      ...lines.map(
        ({ label, variable, dash, isFilled }): uPlot.Series => ({
          label,
          stroke: colors.color(variable),
          width: 1.5,
          points: { show: false },
          ...(dash === undefined ? {} : { dash: [...dash] }),
          ...(isFilled === true
            ? { fill: `color-mix(in srgb, ${colors.color(variable)} 18%, transparent)` }
            : {}),
        }),
      ),
    ],
  };
}
