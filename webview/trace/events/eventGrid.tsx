import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { Icon } from '../../shared/controls.tsx';
import {
  formatAgo,
  formatDate,
  formatInBothZones,
  formatTimeNear,
  timeForm,
} from '../../shared/timeFormat.ts';
import { formatRow, TRACE_COLUMNS } from './columns.ts';
import { EVENT_KINDS } from '../../shared/life/eventKinds.ts';
import type { TraceStore } from '../traceStore.ts';
import { useVirtualRows } from '../../shared/virtualRows.ts';

const ROW_HEIGHT_PX = 22;
/** How often "how long ago" texts are updated. */
const AGO_AFTER_MS = 1_000;

/** The list of events: a real grid of which only the rows in view exist, with one row in the tab order. */
export function EventGrid({ store }: { readonly store: TraceStore }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { log } = store;
  const rowCount = store.counts.value.shown;
  const active = store.activePosition.value;
  const activeRow = active === undefined ? -1 : log.rowOfPosition(active);
  // Without an active row, Tab goes to the newest.
  const tabRow = activeRow === -1 ? rowCount - 1 : activeRow;
  const rows = useVirtualRows(scroller, { count: rowCount, rowHeightPx: ROW_HEIGHT_PX, pinnedRow: tabRow });
  useScrollAnchor(store, scroller, rowCount);

  useAgo();
  const now = store.clock.now();
  const moveTo = (row: number): void => {
    const target = Math.max(0, Math.min(rowCount - 1, row));
    const position = log.positionOfRow(target);
    if (position === undefined) return;
    store.isFollowing.value = target === rowCount - 1;
    store.activePosition.value = position;
    rows.scrollToIndex(target);
    focusRow(scroller.current, target);
    if (store.opened.peek() !== undefined) store.open(position);
  };
  useEffect(() => {
    const position = store.revealed.value?.position;
    const row = position === undefined ? -1 : log.rowOfPosition(position);
    if (position === undefined) return;
    store.revealed.value = undefined;
    if (row === -1) return;
    store.activePosition.value = position;
    rows.scrollToIndex(row, { align: 'center' });
  }, [store.revealed.value]);
  useChosenInView(scroller, store.opened.value !== undefined);
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT_PX) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowUp: tabRow - 1,
      ArrowDown: tabRow + 1,
      PageUp: tabRow - page,
      PageDown: tabRow + page,
      Home: 0,
      End: rowCount - 1,
    };
    const row = steps[event.key];
    const current = log.row(tabRow);
    if (row !== undefined) moveTo(row);
    else if (event.key === 'Enter' || event.key === ' ') store.open(log.positionOfRow(tabRow) ?? 0);
    else if (event.key === 'Escape') store.closeDetails();
    else if (
      event.key === 'c' &&
      (event.ctrlKey || event.metaKey) &&
      current !== undefined &&
      hasNoSelection()
    ) {
      store.copy(formatRow(current));
    } else return;
    event.preventDefault();
  };

  return (
    <div
      class={`grid ${hasLongTimes(store, now) ? 'long-times' : ''} ${timeForm.value === 'relative' ? 'relative-times' : ''}`}
      role="grid"
      aria-label={l10n.t('Trace events')}
      aria-rowcount={rowCount + 1}
      aria-colcount={TRACE_COLUMNS.length}
    >
      <div class="row header" role="row" aria-rowindex={1}>
        {TRACE_COLUMNS.map((column) => (
          <span
            key={column.name}
            role="columnheader"
            class={`cell ${column.name} ${column.isNumeric ? 'numeric' : ''}`}
          >
            {column.title}
          </span>
        ))}
      </div>
      <div
        class="rows"
        role="rowgroup"
        ref={scroller}
        onKeyDown={onKeyDown}
        onScroll={() => noteScroll(store, scroller.current)}
      >
        <div class="rows-extent" role="presentation" style={{ height: `${rowCount * ROW_HEIGHT_PX}px` }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const event = log.row(index);
            const position = log.positionOfRow(index);
            return event === undefined || position === undefined ? null : (
              <EventRow
                key={position}
                event={event}
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
  );
}

interface EventRowProps {
  readonly event: TraceEvent;
  /** When it was. */
  readonly time: string;
  readonly row: number;
  readonly top: number;
  readonly isActive: boolean;
  readonly isTabStop: boolean;
  /** It belongs to the message whose life is open. */
  readonly isSameMessage: boolean;
  readonly onOpen: () => void;
}

function EventRow({ event, time, row, top, isActive, isTabStop, isSameMessage, onOpen }: EventRowProps) {
  const kind = EVENT_KINDS[event.kind];
  return (
    <div
      class={`row ${isActive ? 'active' : ''} ${isSameMessage ? 'same-message' : ''}`}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isActive}
      data-row={row}
      tabIndex={isTabStop ? 0 : -1}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => hasNoSelection() && onOpen()}
    >
      {TRACE_COLUMNS.map((column) => {
        const text = column.name === 'time' ? time : column.read(event);
        return (
          <span
            key={column.name}
            role="gridcell"
            class={`cell ${column.name} ${column.isNumeric ? 'numeric' : ''} ${column.name === 'kind' ? `tone-${kind.tone}` : ''}`}
            title={tooltipOf(column.name, event, text)}
          >
            {column.name === 'kind' && <Icon name={kind.icon} />}
            {column.name === 'time' ? <TimeText text={text} /> : text}
          </span>
        );
      })}
    </div>
  );
}

/** Of a time of day, the date and the milliseconds are left out where there is no room for them. */
function TimeText({ text }: { readonly text: string }) {
  const parts = /^(?<day>[^,]+, )?(?<time>\d\d:\d\d:\d\d)(?<fraction>\.\d+)$/u.exec(text)?.groups;
  if (parts === undefined) return <>{text}</>;
  return (
    <>
      {parts['day'] !== undefined && <span class="time-day">{parts['day']}</span>}
      {parts['time']}
      <span class="time-fraction">{parts['fraction']}</span>
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

function tooltipOf(column: string, event: TraceEvent, text: string): string {
  if (column === 'time') return formatInBothZones(event.at);
  if (column === 'message') return event.messageId ?? '';
  if (column === 'consumer')
    return event.consumer?.sdk === undefined ? text : `${text} (${event.consumer.sdk})`;
  return text;
}

/** Clicking to end a text selection, or copying one, is not opening a row. */
function hasNoSelection(): boolean {
  return document.getSelection()?.isCollapsed ?? true;
}

/** The row may only exist after the scroll has been drawn. */
function focusRow(scroller: HTMLElement | null, row: number): void {
  requestAnimationFrame(() =>
    scroller?.querySelector<HTMLElement>(`[data-row="${row}"]`)?.focus({ preventScroll: true }),
  );
}

/** Scrolling up stops following the newest event; coming back to the end starts it again. */
function noteScroll(store: TraceStore, scroller: HTMLElement | null): void {
  if (scroller === null) return;
  const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - ROW_HEIGHT_PX / 2;
  if (isAtEnd !== store.isFollowing.peek()) store.isFollowing.value = isAtEnd;
}

/** While the details are open, the row that they are of stays in view, whatever height is left for the list. */
function useChosenInView(scroller: { readonly current: HTMLDivElement | null }, isOpen: boolean): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null || !isOpen) return undefined;
    let heightPx: number | undefined;
    const resized = new ResizeObserver(() => {
      if (element.clientHeight === heightPx) return;
      heightPx = element.clientHeight;
      element.querySelector('.row.active')?.scrollIntoView({ block: 'nearest' });
    });
    resized.observe(element);
    return () => resized.disconnect();
  }, [scroller, isOpen]);
}

/** Keeps the end in view while following, and what is read in place while old events are pushed out above it. */
function useScrollAnchor(
  store: TraceStore,
  scroller: { readonly current: HTMLDivElement | null },
  rowCount: number,
): void {
  const anchor = useRef<{ readonly position: number; readonly offsetPx: number }>(undefined);
  const isFollowing = store.isFollowing.value;
  useLayoutEffect(() => {
    if (isFollowing && scroller.current !== null) scroller.current.scrollTop = scroller.current.scrollHeight;
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (isFollowing || element === null || anchor.current === undefined) return;
    const row = store.log.rowOfPosition(anchor.current.position);
    const wanted = row * ROW_HEIGHT_PX + anchor.current.offsetPx;
    if (row !== -1 && Math.abs(element.scrollTop - wanted) >= 1) element.scrollTop = wanted;
  }, [rowCount, store.revision.value]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const remember = (): void => {
      const row = Math.floor(element.scrollTop / ROW_HEIGHT_PX);
      const position = store.log.positionOfRow(row);
      anchor.current =
        position === undefined ? undefined : { position, offsetPx: element.scrollTop - row * ROW_HEIGHT_PX };
    };
    element.addEventListener('scroll', remember, { passive: true });
    return () => element.removeEventListener('scroll', remember);
  }, [scroller, store]);
}
