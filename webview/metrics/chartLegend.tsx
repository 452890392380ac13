import * as l10n from '@vscode/l10n';
import { BreakableName } from '../shared/chart/breakableName.tsx';
import { lookOf } from '../shared/chart/lineLooks.ts';
import { UNIT_AXES } from '../shared/chart/unitAxes.ts';
import { LineKey } from '../shared/lineKey.tsx';
import { findNewest, type MetricPlot, nameLine, nameLines } from './metricPlot.ts';
import { writePeriod } from './metricTexts.ts';
import { listPlotUnits } from './plotOptions.ts';

/** A longer legend scrolls, so the keyboard must reach it. */
const SHORT_LEGEND_LINES = 6;

interface ChartLegendProps {
  readonly plot: MetricPlot;
  /** The point under the cursor; undefined: the newest. */
  readonly cursor: number | undefined;
}

/** What each line is, and its value under the cursor. */
export function ChartLegend({ plot, cursor }: ChartLegendProps) {
  const { lines, values, times, reading } = plot;
  const index = cursor ?? findNewest(plot);
  const time = index === undefined ? undefined : times[index];
  const names = nameLines(lines);
  const units = listPlotUnits(plot);
  return (
    <div class="chart-legend">
      <div class="legend-time">
        {[
          time === undefined ? '–' : writePeriod(time, reading),
          ...(cursor === undefined ? [l10n.t('newest data point')] : []),
          ...names.common,
        ].join(' · ')}
      </div>
      <ul {...(lines.length > SHORT_LEGEND_LINES ? { class: 'long', tabIndex: 0 } : {})}>
        {lines.map((line, place) => {
          const value = index === undefined ? null : (values[place]?.[index] ?? null);
          return (
            <li key={nameLine(line)}>
              <LineKey look={lookOf(place)} />
              <span class="legend-name">
                <BreakableName name={names.lines[place] ?? ''} />
              </span>
              {units.length > 1 && (
                <span class="legend-axis">
                  {line.unit === units[0] ? l10n.t('(left axis)') : l10n.t('(right axis)')}
                </span>
              )}
              <span class="series-number">{value === null ? '–' : UNIT_AXES[line.unit].format(value)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
