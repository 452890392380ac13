import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { forCount } from '../shared/quantities.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { BreakableName } from './breakableName.tsx';
import { type MetricPlot, nameLine, nameLines } from './metricPlot.ts';
import { writePeriod } from './metricTexts.ts';
import { UNIT_AXES } from './unitAxes.ts';

/** More rows are read more easily in the file. */
const MAXIMUM_ROWS = 200;

/** The points in words, the newest first: for those who don't see the chart, and for looking something up. */
export function PointTable({ plot }: { readonly plot: MetricPlot }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details class="points" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{l10n.t('Points as a table')}</summary>
      {isOpen && <Table plot={plot} />}
    </details>
  );
}

function Table({ plot: { lines, times, values, reading } }: { readonly plot: MetricPlot }) {
  const names = nameLines(lines).lines;
  const rows = times
    .map((time, index) => ({ time, cells: values.map((line) => line[index] ?? null) }))
    .filter(({ cells }) => cells.some((cell) => cell !== null))
    .reverse();
  const hidden = Math.max(0, rows.length - MAXIMUM_ROWS);
  return (
    <div class="table-frame" role="region" aria-label={l10n.t('Points')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{l10n.t('Time')}</th>
            {lines.map((line, index) => (
              <th key={nameLine(line)} scope="col">
                <BreakableName name={names[index] ?? ''} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MAXIMUM_ROWS).map(({ time, cells }) => (
            <tr key={time}>
              <th scope="row">{writePeriod(time, reading)}</th>
              {lines.map((line, index) => {
                const value = cells[index] ?? null;
                return (
                  <td key={nameLine(line)}>{value === null ? '–' : UNIT_AXES[line.unit].format(value)}</td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {hidden > 0 && (
        <p class="hint">
          {forCount(
            hidden,
            l10n.t('1 older row is not listed. The CSV file has all of them.'),
            l10n.t('{0} older rows are not listed. The CSV file has all of them.', formatCount(hidden)),
          )}
        </p>
      )}
    </div>
  );
}
