import { PointTable } from '../shared/chart/pointTable.tsx';
import { UNIT_AXES } from '../shared/chart/unitAxes.ts';
import { type MetricPlot, nameLine, nameLines } from './metricPlot.ts';
import { writePeriod } from './metricTexts.ts';

/** The points of the metrics as a table. */
export function MetricPoints({ plot }: { readonly plot: MetricPlot }) {
  const { lines } = plot;
  const names = nameLines(lines).lines;
  return (
    <PointTable
      columns={lines.map((line, index) => ({ key: nameLine(line), name: names[index] ?? '' }))}
      listRows={() => listPoints(plot)}
    />
  );
}

function listPoints({ lines, times, values, reading }: MetricPlot) {
  return times
    .map((time, index) => ({
      time,
      timeText: writePeriod(time, reading),
      cells: lines.map(({ unit }, line) => {
        const value = values[line]?.[index] ?? null;
        return value === null ? undefined : UNIT_AXES[unit].format(value);
      }),
    }))
    .filter(({ cells }) => cells.some((cell) => cell !== undefined))
    .reverse();
}
