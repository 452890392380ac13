import { type PointRow, type PointRows, PointTable } from '../shared/chart/pointTable.tsx';
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
      listRows={(maximum) => listPoints(plot, maximum)}
    />
  );
}

function listPoints({ lines, times, values, reading }: MetricPlot, maximum: number): PointRows {
  const places = times.flatMap((_, index) =>
    values.some((line) => (line[index] ?? null) !== null) ? [index] : [],
  );
  const rows = places.slice(-maximum).map((index): PointRow => {
    const time = times[index] ?? 0;
    return {
      time,
      timeText: writePeriod(time, reading),
      cells: lines.map(({ unit }, line) => {
        const value = values[line]?.[index] ?? null;
        return value === null ? undefined : UNIT_AXES[unit].format(value);
      }),
    };
  });
  return { rows: rows.reverse(), hiddenCount: places.length - rows.length };
}
