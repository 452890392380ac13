import * as l10n from '@vscode/l10n';
import { useEffect, useReducer, useRef } from 'preact/hooks';
import { Icon } from '../../shared/controls.tsx';
import { formatAgo, formatDate, formatTimeNear, timeForm } from '../../shared/timeFormat.ts';
import { useVirtualRows } from '../../shared/virtualRows.ts';
import type { TraceStore } from '../traceStore.ts';
import { ColumnsPopup, useColumnsPopup } from './columnsPopup.tsx';
import { formatRow } from './copiedRow.ts';
import { EventRow, hasNoSelection } from './eventRow.tsx';
import { GridHeader } from './gridHeader.tsx';
import { ROW_HEIGHT_PX, useChosenInView, useFollowing, useScrollAnchor } from './rowScroll.ts';
import { SortNotice } from './sortNotice.tsx';
import { arrangeColumns, listColumns } from './tableLayout.ts';
import { measureColumns, measureContent, useColumnWidths, useRoom } from './tableMeasures.ts';

/** How often "how long ago" texts are updated. */
const AGO_AFTER_MS = 1_000;
/** Between the columns button and the scroll bar: the border of the last column. */
const LAST_BORDER_PX = 10;
/** Room for the button beside the last column of a table that is scrolled to its end. */
const BUTTON_PX = 22;

/** The list of events: a real grid of which only the rows in view exist, with one row in the tab order. */
export function EventGrid({ store }: { readonly store: TraceStore }) {
  const scroller = useRef<HTMLDivElement>(null);
  const header = useRef<HTMLDivElement>(null);
  const { log, table } = store;
  const rowCount = store.counts.value.shown;
  const active = store.activePosition.value;
  const activeRow = active === undefined ? -1 : log.rows.rowOf(active);
  // Without an active row, Tab goes to the newest.
  const tabRow = activeRow === -1 ? (table.newestRow() ?? 0) : activeRow;
  const rows = useVirtualRows(scroller, {
    count: rowCount,
    rowHeightPx: ROW_HEIGHT_PX,
    pinnedRow: tabRow,
    headHeightPx: ROW_HEIGHT_PX,
  });
  useScrollAnchor(store, scroller);
  const onScroll = useFollowing(store, scroller);

  useAgo();
  const now = store.clock.now();
  const layout = table.layout.value;
  const room = useRoom(scroller);
  const isRelative = timeForm.value === 'relative';
  const tracks = arrangeColumns(layout, {
    widthPx: room.widthPx,
    hasLongTimes: hasLongTimes(store, now),
    isRelative,
    mayInfer: store.source.gatewayName.value !== undefined,
  });
  const widths = useColumnWidths(header, tracks.columns);
  const moveTo = (row: number): void => {
    const target = Math.max(0, Math.min(rowCount - 1, row));
    const position = log.rows.positionAt(target);
    if (position === undefined) return;
    store.isFollowing.value = target === table.newestRow();
    store.activePosition.value = position;
    rows.scrollToIndex(target);
    focusRow(scroller.current, target);
    if (store.opened.peek() !== undefined) store.open(position);
  };
  useEffect(() => {
    const position = store.revealed.value?.position;
    const row = position === undefined ? -1 : log.rows.rowOf(position);
    if (position === undefined) return;
    store.revealed.value = undefined;
    if (row === -1) return;
    store.activePosition.value = position;
    rows.scrollToIndex(row, { align: 'center' });
  }, [store.revealed.value]);
  useChosenInView(scroller, store.opened.value !== undefined);
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT_PX) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowUp: tabRow - 1,
      ArrowDown: tabRow + 1,
      PageUp: tabRow - page,
      PageDown: tabRow + page,
      Home: 0,
      End: rowCount - 1,
    };
    const row = steps[event.key];
    const current = log.rows.at(tabRow);
    if (row !== undefined) moveTo(row);
    else if (event.key === 'Enter' || event.key === ' ') store.open(log.rows.positionAt(tabRow) ?? 0);
    else if (event.key === 'Escape') store.closeDetails();
    else if (
      event.key === 'c' &&
      (event.ctrlKey || event.metaKey) &&
      current !== undefined &&
      hasNoSelection()
    ) {
      store.copy(formatRow(current, tracks.columns, table.previewOf));
    } else return;
    event.preventDefault();
  };
  const popup = useColumnsPopup(header);
  const { column } = popup;
  const isWide = tracks.minimumPx > room.widthPx;
  const hidesSome = tracks.columns.length < listColumns(layout).length;

  return (
    <>
      <SortNotice store={store} />
      <div class={`event-table ${tracks.isTiny ? 'tiny' : ''} ${isWide ? 'wide' : ''}`}>
        <button
          type="button"
          class="icon-button columns-button floating"
          title={l10n.t('Choose Columns')}
          aria-label={l10n.t('Choose Columns')}
          style={{ right: `${room.scrollBarPx + (isWide ? 0 : LAST_BORDER_PX)}px` }}
          {...popup.buttonProps}
        >
          <Icon name="settings-gear" />
        </button>
        <ColumnsPopup
          store={store}
          popup={popup.props}
          hidesSome={hidesSome}
          onClose={popup.close}
          column={
            column && {
              name: column,
              fit: () =>
                table.resize(
                  column,
                  measureContent(scroller.current, column),
                  measureColumns(header.current, tracks.columns),
                ),
            }
          }
        />
        <div
          class="grid"
          role="grid"
          aria-label={l10n.t('Trace events')}
          aria-rowcount={rowCount + 1}
          aria-colcount={tracks.columns.length}
          style={{
            '--columns': tracks.template,
            '--table-width': `${tracks.minimumPx + (isWide ? BUTTON_PX : 0)}px`,
          }}
        >
          <div class="rows" role="presentation" ref={scroller} onScroll={onScroll}>
            <GridHeader
              store={store}
              header={header}
              columns={tracks.columns}
              widths={widths}
              onMenu={popup.openFor}
              onLeave={() => focusRow(scroller.current, tabRow)}
            />
            <div
              class="rows-extent"
              role="rowgroup"
              style={{ height: `${rowCount * ROW_HEIGHT_PX}px` }}
              onKeyDown={onKeyDown}
            >
              {rows.getVirtualItems().map(({ index, start }) => {
                const event = log.rows.at(index);
                const position = log.rows.positionAt(index);
                return event === undefined || position === undefined ? null : (
                  <EventRow
                    key={position}
                    event={event}
                    columns={tracks.columns}
                    previewOf={table.previewOf}
                    time={describeTime(store, position, event.at, now)}
                    row={index}
                    top={start}
                    isActive={index === activeRow}
                    isTabStop={index === tabRow}
                    isSameMessage={
                      event.messageId !== undefined && event.messageId === store.opened.value?.messageId
                    }
                    onOpen={() => {
                      store.isFollowing.value = false;
                      store.open(position);
                    }}
                  />
                );
              })}
            </div>
          </div>
        </div>
      </div>
    </>
  );
}

function describeTime(store: TraceStore, position: number, at: number, now: number): string {
  if (timeForm.value !== 'relative') return formatTimeNear(at, now);
  const moment = store.log.momentAt(position) ?? at;
  return formatAgo(Math.max(0, store.readPresent() - moment));
}

/** Times need more room with a date: the oldest or the newest is of another day, or the clock was moved between them. */
function hasLongTimes({ log }: TraceStore, now: number): boolean {
  if (timeForm.value === 'relative') return true;
  return (
    log.line.breaks.length > 0 ||
    [log.row(0), log.row(log.rowCount - 1)].some(
      (event) => event !== undefined && formatDate(event.at) !== formatDate(now),
    )
  );
}

/** Draws again while times are written as how long ago they were. */
function useAgo(): void {
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const isRelative = timeForm.value === 'relative';
  useEffect(() => {
    if (!isRelative) return undefined;
    const timer = setInterval(() => drawAgain(undefined), AGO_AFTER_MS);
    return () => clearInterval(timer);
  }, [isRelative]);
}

/** The row may only exist after the scroll has been drawn. */
function focusRow(scroller: HTMLElement | null, row: number): void {
  requestAnimationFrame(() =>
    scroller?.querySelector<HTMLElement>(`[data-row="${row}"]`)?.focus({ preventScroll: true }),
  );
}
