import type { TableRow } from '../protocol.ts';
import type { PointRow, PointRows } from '../shared/chart/pointTable.tsx';
import { UNIT_AXES } from '../shared/chart/unitAxes.ts';
import { writeMoment } from './decisionText.ts';
import { LANE_UNITS, SCALING_LINES } from './scalingLines.ts';
import { readValue, type ScalingPlot } from './scalingPlot.ts';

/** The rows of a file: times in UTC, numbers as they are, nothing where there is no point; decisions at their own times. */
export function listFileRows(plot: ScalingPlot): readonly TableRow[] {
  const { times, history, reading } = plot;
  const head = [
    'Time',
    ...SCALING_LINES.map(({ key, of }) => ('metric' in of ? of.metric : `${key} processes`)),
    'From',
    'To',
    'Policy',
    'Cause',
  ];
  const points = times.map((time, index) => ({
    time,
    cells: [...SCALING_LINES.map((_, line) => plot.values[line]?.[index]?.toString() ?? ''), '', '', '', ''],
  }));
  const decisions = history.decisions
    .filter(({ at }) => at >= reading.from && at <= reading.until)
    .map(({ at, from, to, policy, cause }) => ({
      time: at,
      cells: [...SCALING_LINES.map(() => ''), String(from), String(to), policy, cause],
    }));
  const rows = [...points.filter(({ cells }) => cells.some((cell) => cell !== '')), ...decisions];
  return [
    head,
    ...rows
      .toSorted((one, other) => one.time - other.time)
      .map(({ time, cells }) => [new Date(time).toISOString(), ...cells]),
  ];
}

/** The rows of the table under the chart: so many of the newest, the newest first. */
export function listPointRows(plot: ScalingPlot, maximum: number): PointRows {
  const { times, values, reading } = plot;
  const places = times.flatMap((_, index) =>
    values.some((line) => typeof line[index] === 'number') ? [index] : [],
  );
  const rows = places.slice(-maximum).map((index): PointRow => {
    const time = times[index] ?? 0;
    return {
      time,
      timeText: writeMoment(time, reading),
      cells: SCALING_LINES.map(({ lane }, line) => {
        const value = readValue(plot, line, index);
        return value === null ? undefined : UNIT_AXES[LANE_UNITS[lane]].format(value);
      }),
    };
  });
  return { rows: rows.reverse(), hiddenCount: places.length - rows.length };
}
