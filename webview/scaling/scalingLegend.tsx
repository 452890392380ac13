import * as l10n from '@vscode/l10n';
import { UNIT_AXES } from '../shared/chart/unitAxes.ts';
import { LineKey } from '../shared/lineKey.tsx';
import type { Direction } from './decisionMarks.ts';
import { writeMoment } from './decisionText.ts';
import { LANE_UNITS, SCALING_LINES, type LineKey as Key } from './scalingLines.ts';
import { readShown, type ScalingPlot } from './scalingPlot.ts';

interface ScalingLegendProps {
  readonly plot: ScalingPlot;
  /** The time under the cursor; undefined: the newest. */
  readonly cursor: number | undefined;
  readonly hidden: readonly Key[];
  /** The chart has their marks. */
  readonly hasDecisions: boolean;
  readonly onToggle: (key: Key) => void;
}

const MARKS: readonly (readonly [Direction, string])[] = [
  ['out', l10n.t('More processes')],
  ['in', l10n.t('Fewer processes')],
  ['both', l10n.t('More and fewer')],
];
const MARK_POINTS: Readonly<Record<Direction, string>> = {
  out: '5,1 9,9 1,9',
  in: '5,9 9,1 1,1',
  both: '5,0 10,5 5,10 0,5',
};

/** The mark of a decision, as the chart draws it. */
function MarkKey({ direction }: { readonly direction: Direction }) {
  return (
    <svg class="series-key" width="10" height="10" aria-hidden="true">
      <polygon points={MARK_POINTS[direction]} fill="currentColor" />
    </svg>
  );
}

/** What each line is, and its value under the cursor; a click hides a line or shows it again. */
export function ScalingLegend({ plot, cursor, hidden, hasDecisions, onToggle }: ScalingLegendProps) {
  const time = plot.times[cursor ?? plot.times.length - 1];
  return (
    <div class="chart-legend">
      <div class="legend-time">
        {[
          time === undefined ? '–' : writeMoment(time, plot.reading),
          ...(cursor === undefined ? [l10n.t('newest data point')] : []),
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
        {hasDecisions &&
          MARKS.map(([direction, title]) => (
            <li key={direction}>
              <MarkKey direction={direction} />
              {title}
            </li>
          ))}
      </ul>
    </div>
  );
}
