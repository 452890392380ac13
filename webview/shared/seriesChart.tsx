import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './series.css';
import { LineKey } from './lineKey.tsx';
import { readThemeColors } from './themeColors.ts';
import { drawBreakLabels, drawBreakLines } from './plotBreaks.ts';
import { makeTimeAxis, TIME_AXIS_PX, type TimeMark } from './plotTimeAxis.ts';
import { countMarks, makeValueAxis, topAtMark } from './plotValueAxis.ts';
import { timeForm } from './timeFormat.ts';

/** One line of a chart. Its dash tells it from the others where colours do not. */
export interface ChartLine {
  readonly label: string;
  readonly variable: string;
  readonly dash?: readonly number[];
  readonly isFilled?: boolean;
  /** A value holds until the next one, or since the one before; absent: a straight line from value to value. */
  readonly shape?: 'stepAfter' | 'stepBefore';
}

/** A time axis that is not simply that of this machine. */
export interface ChartAxis {
  readonly window: { readonly from: number; readonly to: number };
  /** Marks for an axis with room for so many. */
  listTicks(count: number): readonly TimeMark[];
  /** Where time makes a jump. */
  readonly breaks: readonly TimeMark[];
}

interface SeriesChartProps {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  /** Epoch ms, and the values of each line, null for a gap; a new array with every change. */
  readonly times: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
  readonly format: (value: number) => string;
  /** Writes the marks of values; absent: as they are written elsewhere. */
  readonly formatTicks?: (values: readonly number[]) => readonly string[];
  /** Distances of the marks of values. */
  readonly increments: readonly number[];
  /** Absent: from the first to the last time, by this machine's clock. */
  readonly axis?: ChartAxis;
  /** Nothing comes any more: the last values would be read as what came of it all. */
  readonly isOver?: boolean;
}

const SMALLEST_HEIGHT_PX = 60;
/** Over a plot, and what the names of breaks take there. */
const TOP_PX = 6;
const BREAK_LABEL_PX = 14;

/** A small chart over time with its legend, which shows the values now. */
export function SeriesChart(props: SeriesChartProps) {
  const { title, lines, times, values, format, formatTicks, increments, axis, isOver = false } = props;
  const parent = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const data = useRef<uPlot.AlignedData>([[]]);
  const shownAxis = useRef<ChartAxis>(undefined);
  data.current = [times.map((time) => time / 1000), ...values.map((line) => [...line])];
  shownAxis.current = axis;
  useEffect(() => {
    const element = parent.current;
    if (element === null) return undefined;
    const build = (): void => {
      plot.current?.destroy();
      const options = makeOptions(element, {
        lines,
        formatTicks: formatTicks ?? ((marks) => marks.map(format)),
        increments,
        readAxis: () => shownAxis.current,
      });
      plot.current = new uPlot(options, data.current, element);
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
  }, [lines, format, formatTicks, increments, timeForm.value]);
  useEffect(() => plot.current?.setData(data.current), [times, values]);
  const newest = values.map((line) => {
    const value = line.findLast((each) => each !== null) ?? null;
    if (isOver) return '';
    return value === null ? '–' : format(value);
  });
  const spoken = lines.map(({ label }, index) => `${label} ${newest[index]}`.trim());
  return (
    <div class="series" aria-label={`${title}: ${spoken.join(', ')}`} role="img">
      <div class="series-head" aria-hidden="true">
        <span class="series-title">{title}</span>
        {lines.map((line, index) => (
          <span key={line.label} class="series-value">
            <LineKey look={line} />
            {line.label} <span class="series-number">{newest[index]}</span>
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

interface Look extends Pick<SeriesChartProps, 'lines'> {
  readonly formatTicks: (values: readonly number[]) => readonly string[];
  readonly increments: readonly number[];
  readonly readAxis: () => ChartAxis | undefined;
}

function makeOptions(
  element: HTMLElement,
  { lines, formatTicks, increments, readAxis }: Look,
): uPlot.Options {
  const colors = readThemeColors(element);
  const readTop = () => ((readAxis()?.breaks.length ?? 0) > 0 ? BREAK_LABEL_PX : TOP_PX);
  return {
    ...readSize(element),
    padding: [readTop, 8, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: {
        time: false,
        range: (_plot, low, high) => {
          const window = readAxis()?.window;
          if (window !== undefined) return [window.from / 1000, window.to / 1000];
          return low === high ? [low - 1, high] : [low, high];
        },
      },
      y: {
        range: (plot, _low, high) => {
          // The size of the plot inside is not known before the range is.
          const marks = countMarks(plot.height - readTop() - TIME_AXIS_PX);
          return [0, topAtMark(high ?? 0, increments, marks)];
        },
      },
    },
    axes: [
      makeTimeAxis(colors, (_window, count) => readAxis()?.listTicks(count)),
      makeValueAxis(colors, formatTicks, increments),
    ],
    series: [
      {},
      ...lines.map(
        ({ label, variable, dash, isFilled, shape }): uPlot.Series => ({
          label,
          stroke: colors.color(variable),
          width: 1.5,
          points: { show: false },
          ...(shape === undefined ? {} : stepPaths(shape)),
          ...(dash === undefined ? {} : { dash: [...dash] }),
          ...(isFilled === true
            ? { fill: `color-mix(in srgb, ${colors.color(variable)} 18%, transparent)` }
            : {}),
        }),
      ),
    ],
    hooks: {
      // The range follows from the height.
      setSize: [(plot) => plot.setData(plot.data)],
      draw: [
        (plot) => {
          const breaks = readAxis()?.breaks ?? [];
          drawBreakLines(plot, breaks, colors);
          drawBreakLabels(plot, breaks, colors);
        },
      ],
    },
  };
}

function stepPaths(shape: NonNullable<ChartLine['shape']>): Pick<uPlot.Series, 'paths'> {
  const paths = uPlot.paths.stepped?.({ align: shape === 'stepAfter' ? 1 : -1 });
  return paths === undefined ? {} : { paths };
}
