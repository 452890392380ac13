import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { formatCount } from '../byteFormat.ts';
import { forCount } from '../quantities.ts';
import { BreakableName } from './breakableName.tsx';

/** More rows are read more easily in the file. */
const MAXIMUM_ROWS = 200;

/** The points of a time, as they are read. */
export interface PointRow {
  /** Epoch ms; of another row, another one. */
  readonly time: number;
  readonly timeText: string;
  /** One of each column; undefined: no point. */
  readonly cells: readonly (string | undefined)[];
}

interface PointTableProps {
  readonly columns: readonly { readonly key: string; readonly name: string }[];
  /** Called when the table is open. @param maximum so many of the newest, the newest first */
  readonly listRows: (maximum: number) => PointRows;
}

export interface PointRows {
  readonly rows: readonly PointRow[];
  /** How many are older. */
  readonly hiddenCount: number;
}

/** The points in words, the newest first: for those who don't see the chart, and for looking something up. */
export function PointTable(props: PointTableProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details class="points" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{l10n.t('Data points as a table')}</summary>
      {isOpen && <Table {...props} />}
    </details>
  );
}

function Table({ columns, listRows }: PointTableProps) {
  const { rows, hiddenCount } = listRows(MAXIMUM_ROWS);
  return (
    <div class="table-frame" role="region" aria-label={l10n.t('Data points')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{l10n.t('Time')}</th>
            {columns.map(({ key, name }) => (
              <th key={key} scope="col">
                <BreakableName name={name} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ time, timeText, cells }) => (
            <tr key={time}>
              <th scope="row">{timeText}</th>
              {columns.map(({ key }, index) => (
                <td key={key}>{cells[index] ?? '–'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {hiddenCount > 0 && <HiddenRows count={hiddenCount} />}
    </div>
  );
}

/** Under a table that does not list all rows. */
export function HiddenRows({ count }: { readonly count: number }) {
  return (
    <p class="hint">
      {forCount(
        count,
        l10n.t('1 older row is not listed. The CSV file has all of them.'),
        l10n.t('{0} older rows are not listed. The CSV file has all of them.', formatCount(count)),
      )}
    </p>
  );
}
