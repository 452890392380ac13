import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import { chooseBands, heightOfBands } from '../shared/chart/alarmBands.ts';
import { drawPicture } from '../shared/chart/chartPicture.ts';
import { lookOf } from '../shared/chart/lineLooks.ts';
import { UNIT_AXES } from '../shared/chart/unitAxes.ts';
import { usePlot } from '../shared/chart/usePlot.ts';
import { ChartLegend } from './chartLegend.tsx';
import { findNewest, type MetricPlot, nameLines } from './metricPlot.ts';
import { makePlotOptions } from './plotOptions.ts';
import { writePeriod } from './metricTexts.ts';

interface MetricsChartProps {
  readonly plot: MetricPlot;
  readonly title: string;
  /** Set to what draws the picture, a PNG as base64. */
  readonly picture: RefObject<() => string>;
}

/** The chart with its legend, which shows the values under the cursor, or else the newest. */
export function MetricsChart({ plot: shown, title, picture }: MetricsChartProps) {
  const newest = useRef(shown);
  newest.current = shown;
  const [cursor, setCursor] = useState<number | undefined>(undefined);
  /** What the keyboard moved to, to be read out. */
  const [spoken, setSpoken] = useState('');
  const bands = chooseBands(shown.reading.alarms);
  const look = JSON.stringify([shown.lines, bands.length]);
  const { frame, drawn } = usePlot({
    shown,
    look,
    makeOptions: (element) => makePlotOptions(element, () => newest.current, setCursor),
    alignData: alignPoints,
  });
  picture.current = () =>
    drawn.current === undefined ? '' : drawPicture(drawn.current, describePicture(newest.current, title));

  const moveTo = (index: number): void => {
    const { times, values, lines } = newest.current;
    const next = Math.max(0, Math.min(times.length - 1, index));
    const time = times[next];
    const target = drawn.current;
    if (time === undefined || target === undefined) return;
    target.setCursor({ left: target.valToPos(time / 1000, 'x'), top: 0 });
    setCursor(next);
    const names = nameLines(lines).lines;
    const words = lines.map((line, at) => {
      const value = values[at]?.[next] ?? null;
      return `${names[at]}: ${value === null ? l10n.t('no data point') : UNIT_AXES[line.unit].format(value)}`;
    });
    setSpoken([writePeriod(time, newest.current.reading), ...words].join(', '));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // The legend scrolls with the same keys.
    if (event.target !== event.currentTarget) return;
    const last = shown.times.length - 1;
    const from = cursor ?? findNewest(shown) ?? last;
    const target = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
    if (target !== undefined) moveTo(target);
    else if (event.key !== 'Escape') return;
    else {
      drawn.current?.setCursor({ left: -10, top: -10 });
      setCursor(undefined);
      setSpoken('');
    }
    event.preventDefault();
  };
  return (
    <div
      class="chart"
      role="group"
      aria-label={l10n.t('Chart: {0}. The arrow keys move from point to point.', title)}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <ChartLegend plot={shown} cursor={cursor} />
      <div
        class="chart-plot"
        ref={frame}
        aria-hidden="true"
        style={{ '--bands-height': `${heightOfBands(bands)}px` }}
      />
      <div class="visually-hidden" role="status">
        {spoken}
      </div>
    </div>
  );
}

function describePicture({ lines }: MetricPlot, title: string) {
  const names = nameLines(lines);
  return {
    title: [title, ...names.common].join(' · '),
    legend: names.lines.map((name, index) => ({ name, look: lookOf(index) })),
  };
}

function alignPoints({ times, values }: MetricPlot): uPlot.AlignedData {
  return [times.map((time) => time / 1000), ...values.map((line) => [...line])];
}
