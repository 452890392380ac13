import * as l10n from '@vscode/l10n';
import { UNIT_AXES } from '../shared/chart/unitAxes.ts';
import { LineKey } from '../shared/lineKey.tsx';
import { writeMoment } from './decisionText.ts';
import { LANE_UNITS, SCALING_LINES, type LineKey as Key } from './scalingLines.ts';
import { readShown, type ScalingPlot } from './scalingPlot.ts';

interface ScalingLegendProps {
  readonly plot: ScalingPlot;
  /** The time under the cursor; undefined: the newest. */
  readonly cursor: number | undefined;
  readonly hidden: readonly Key[];
  readonly onToggle: (key: Key) => void;
}

/** What each line is, and its value under the cursor; a click hides a line or shows it again. */
export function ScalingLegend({ plot, cursor, hidden, onToggle }: ScalingLegendProps) {
  const time = plot.times[cursor ?? plot.times.length - 1];
  return (
    <div class="chart-legend">
      <div class="legend-time">
        {[
          time === undefined ? '–' : writeMoment(time, plot.reading),
          ...(cursor === undefined ? [l10n.t('newest')] : []),
        ].join(' · ')}
      </div>
      <ul>
        {SCALING_LINES.map(({ key, title, look, lane }, line) => {
          const value = readShown(plot, line, cursor);
          return (
            <li key={key}>
              <button
                type="button"
                class="legend-toggle"
                aria-pressed={!hidden.includes(key)}
                title={hidden.includes(key) ? l10n.t('Show this line') : l10n.t('Hide this line')}
                onClick={() => onToggle(key)}
              >
                <LineKey look={look} />
                <span class="legend-name">{title}</span>
                <span class="series-number">
                  {value === null ? '–' : UNIT_AXES[LANE_UNITS[lane]].format(value)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
