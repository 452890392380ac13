import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../../shared/controls.tsx';
import { Separator } from '../../shared/separator.tsx';
import type { TraceStore } from '../traceStore.ts';
import { COLUMNS, type ColumnName } from './columns.ts';
import { MAXIMUM_COLUMN_PX, MINIMUM_COLUMN_PX } from './tableLayout.ts';
import { measureColumns, measureContent } from './tableMeasures.ts';

const KEY_STEP_PX = 10;

interface GridHeaderProps {
  readonly store: TraceStore;
  readonly header: RefObject<HTMLDivElement | null>;
  readonly columns: readonly ColumnName[];
  /** Of each column, in their order. */
  readonly widths: ReadonlyMap<ColumnName, number>;
  /** Opens what can be done with a column, below its name. */
  readonly onMenu: (column: ColumnName, cell: Element) => void;
  /** Moves the focus to the rows. */
  readonly onLeave: () => void;
}

/** The names of the columns: one of them is in the tab order, and its border after it; arrow keys move between them. */
export function GridHeader(props: GridHeaderProps) {
  const { columns } = props;
  const [chosen, setChosen] = useState<ColumnName | undefined>(undefined);
  const tabStop = chosen !== undefined && columns.includes(chosen) ? chosen : columns[0];
  const moveTo = (index: number): void => {
    const column = columns[Math.max(0, Math.min(columns.length - 1, index))];
    if (column === undefined) return;
    setChosen(column);
    props.header.current?.querySelector<HTMLElement>(`.head.${column} .column-name`)?.focus();
  };
  return (
    <div class="row header floating" role="row" aria-rowindex={1} ref={props.header}>
      {columns.map((column, index) => (
        <HeaderCell
          key={column}
          {...props}
          column={column}
          isTabStop={column === tabStop}
          onFocus={() => setChosen(column)}
          keys={{
            ArrowLeft: () => moveTo(index - 1),
            ArrowRight: () => moveTo(index + 1),
            Home: () => moveTo(0),
            End: () => moveTo(columns.length - 1),
            ArrowDown: props.onLeave,
          }}
        />
      ))}
    </div>
  );
}

interface HeaderCellProps extends GridHeaderProps {
  readonly column: ColumnName;
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly keys: Readonly<Record<string, () => void>>;
}

function HeaderCell(props: HeaderCellProps) {
  const { store, column, columns, widths, header, isTabStop, onFocus, onMenu, keys } = props;
  const { table } = store;
  const { title, isNumeric } = COLUMNS[column];
  const { sort = { column: 'time', isDescending: false } } = table.layout.value;
  const order = sort.isDescending ? 'descending' : 'ascending';
  const isSorted = sort.column === column;
  const widthPx = widths.get(column) ?? 0;
  const tabIndex = isTabStop ? 0 : -1;
  // A key may be pressed again before the last width was drawn.
  const measureNow = (): ReadonlyMap<ColumnName, number> => measureColumns(header.current, columns);
  const resize = (px: number): void => table.resize(column, px, measureNow());
  const resizeBy = (px: number): void => resize((measureNow().get(column) ?? widthPx) + px);
  const fit = (): void => resize(measureContent(header.current?.closest('[role=grid]') ?? null, column));
  return (
    <div
      role="columnheader"
      // Its border has a name of its own, which is not a part of this one.
      aria-label={title}
      class={`cell head ${column} ${isNumeric ? 'numeric' : ''}`}
      {...(isSorted ? { 'aria-sort': order } : {})}
      onContextMenu={(event) => {
        event.preventDefault();
        const cell = event.currentTarget;
        // Released, the button of the mouse would close what its press has opened.
        if (event.buttons === 0) onMenu(column, cell);
        else {
          window.addEventListener('pointerup', () => requestAnimationFrame(() => onMenu(column, cell)), {
            once: true,
          });
        }
      }}
    >
      <button
        type="button"
        class="column-name"
        title={title}
        tabIndex={tabIndex}
        onFocus={onFocus}
        onClick={() => table.sortBy(column)}
        onKeyDown={(event) => {
          const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
          if (act === undefined) return;
          act();
          event.preventDefault();
        }}
      >
        <span class="column-title">{title}</span>
        {isSorted && <Icon name={sort.isDescending ? 'triangle-down' : 'triangle-up'} />}
      </button>
      <Separator
        class="column-border"
        label={l10n.t('Width of {0}', title)}
        valuePx={widthPx}
        minimumPx={MINIMUM_COLUMN_PX}
        maximumPx={MAXIMUM_COLUMN_PX}
        valueText={l10n.t('{0} pixels', widthPx)}
        title={l10n.t('Drag to resize. Double-click to fit the contents')}
        tabIndex={tabIndex}
        onDrag={(clientX) => {
          const cell = header.current?.querySelector(`.head.${column}`)?.getBoundingClientRect();
          const border = header.current?.querySelector(`.head.${column} .column-border`);
          // Its middle is a little right of the cell.
          const beyondPx = border instanceof HTMLElement ? border.offsetWidth / 2 : 0;
          if (cell !== undefined) resize(clientX - beyondPx - cell.left);
        }}
        onDoubleClick={fit}
        keys={{
          ArrowLeft: () => resizeBy(-KEY_STEP_PX),
          ArrowRight: () => resizeBy(KEY_STEP_PX),
          Home: () => resize(MINIMUM_COLUMN_PX),
          Enter: fit,
        }}
      />
    </div>
  );
}
