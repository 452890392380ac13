import { effect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { timeForm } from '../../shared/timeFormat.ts';
import type { TraceStore } from '../traceStore.ts';
import { useVirtualRows } from '../../shared/virtualRows.ts';
import { paintAxis, paintGrid } from './axisPainter.ts';
import { type LanePlot, makeLanePlot, prepareCanvas } from './lanePlot.ts';
import { type LaneTheme, readLaneTheme } from './laneTheme.ts';
import { useLaneGestures } from './laneGestures.ts';
import { LaneTip, type TipControl } from './laneTip.tsx';

export const AXIS_HEIGHT_PX = 22;
/** Bars without an end grow; updating more often than this is not visible. */
const GROW_AFTER_MS = 80;

/** The contents of the lanes: the view only knows rows and a time axis. */
export interface LaneSource {
  readonly count: number;
  readonly rowHeightPx: number;
  /** New rows come at the end: it stays in view while following. */
  readonly isNewestLast: boolean;
  /** The row that is open in the details, or -1. */
  readonly openRow: number;
  key(row: number): string;
  /** -1 when it is not there. */
  rowOfKey(key: string): number;
  /** The screen reader text of a row: everything that is drawn, in words. */
  describe(row: number): string;
  renderLabel(row: number): ComponentChildren;
  /** Draws a row whose top is at `top`, and what connects it to others. */
  paint(plot: LanePlot, row: number, top: number): void;
  /** Draws behind all rows; `first` and `last` are in view. */
  paintUnder?(plot: LanePlot, first: number, last: number, topOf: (row: number) => number): void;
  /** Draws over all rows. */
  paintOver?(plot: LanePlot, first: number, last: number, topOf: (row: number) => number): void;
  /** What is under the pointer, in lines; undefined: nothing. `moment` and `reachMs`: how far off counts as a hit. */
  tip(row: number, moment: number, reachMs: number): readonly string[] | undefined;
  /** `moment` is undefined when it was opened with the keyboard. */
  open(row: number, moment: number | undefined, reachMs: number): void;
  /** Remembers what is in a row, to find it again when rows above it go. */
  anchor?(row: number): unknown;
  rowOfAnchor?(anchor: unknown): number;
}

interface LaneViewProps {
  readonly store: TraceStore;
  /** Spoken name of the list. */
  readonly label: string;
  readonly source: LaneSource;
  /** Over the labels. */
  readonly head: ComponentChildren;
  readonly class: string;
}

/**
 * Lanes over time: the labels are the options of a list box, of which only those in view exist, and the bars are drawn
 * on one canvas over them.
 */
export function LaneView({ store, label, source, head, class: className }: LaneViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const axisCanvas = useRef<HTMLCanvasElement>(null);
  const tip = useRef<TipControl>(undefined);
  const [activeKey, setActiveKey] = useState<string>();
  const { count, rowHeightPx } = source;
  const activeRow = findActiveRow(source, activeKey);
  const tabRow = activeRow === -1 ? count - 1 : activeRow;
  const rows = useVirtualRows(scroller, { count, rowHeightPx, pinnedRow: tabRow });
  const redraw = useLanePainting(store, source, { scroller, canvas, axisCanvas });
  useFollowing(store, source, scroller);
  useEffect(() => {
    if (store.revealed.value === undefined) return;
    store.revealed.value = undefined;
    if (source.openRow === -1) return;
    setActiveKey(source.key(source.openRow));
    rows.scrollToIndex(source.openRow, { align: 'center' });
  }, [store.revealed.value]);
  const plotLeft = (): number => canvas.current?.offsetLeft ?? 0;
  const gestures = useLaneGestures({
    store,
    scroller,
    plotLeft,
    plotWidth: () => canvas.current?.clientWidth ?? 1,
    rowAt: (y) => Math.floor(y / rowHeightPx),
    source,
    tip,
    setActive: (row) => setActiveKey(source.key(row)),
    moveTo: (row) => {
      const target = Math.max(0, Math.min(count - 1, row));
      if (count === 0) return;
      setActiveKey(source.key(target));
      store.isFollowing.value = false;
      rows.scrollToIndex(target);
      requestAnimationFrame(() =>
        scroller.current
          ?.querySelector<HTMLElement>(`[data-row="${target}"]`)
          ?.focus({ preventScroll: true }),
      );
      if (store.opened.peek() !== undefined) source.open(target, undefined, 0);
    },
    tabRow,
  });

  return (
    <div class={`lanes ${className}`}>
      <div class="lanes-head">
        <div class="lane-label">{head}</div>
        <canvas class="lanes-axis" ref={axisCanvas} aria-hidden="true" />
      </div>
      <div class="lanes-body">
        <div
          class="lanes-scroller"
          role="listbox"
          aria-label={label}
          ref={scroller}
          onScroll={redraw}
          {...gestures}
        >
          <div class="lanes-extent" role="presentation" style={{ height: `${count * rowHeightPx}px` }}>
            {rows.getVirtualItems().map(({ index, start }) =>
              index >= count ? null : (
                <div
                  key={source.key(index)}
                  class={`lane ${index === source.openRow ? 'open' : ''}`}
                  role="option"
                  aria-selected={index === source.openRow}
                  aria-posinset={index + 1}
                  aria-setsize={count}
                  data-row={index}
                  data-key={source.key(index)}
                  tabIndex={index === tabRow ? 0 : -1}
                  style={{ height: `${rowHeightPx}px`, transform: `translateY(${start}px)` }}
                  onFocus={() => setActiveKey(source.key(index))}
                >
                  <span class="visually-hidden">{source.describe(index)}</span>
                  <div class="lane-label" aria-hidden="true">
                    {source.renderLabel(index)}
                  </div>
                </div>
              ),
            )}
          </div>
        </div>
        <canvas class="lanes-canvas" ref={canvas} aria-hidden="true" />
        <LaneTip control={tip} />
      </div>
    </div>
  );
}

/** The row in the tab order: where the keyboard was, else what is open. */
function findActiveRow(source: LaneSource, key: string | undefined): number {
  if (key !== undefined) {
    const row = source.rowOfKey(key);
    if (row !== -1) return row;
  }
  return source.openRow;
}

interface Canvases {
  readonly scroller: { readonly current: HTMLDivElement | null };
  readonly canvas: { readonly current: HTMLCanvasElement | null };
  readonly axisCanvas: { readonly current: HTMLCanvasElement | null };
}

/** Draws at most once a frame: after every change, and while bars grow. Answers what asks for it. */
function useLanePainting(store: TraceStore, source: LaneSource, elements: Canvases): () => void {
  const latest = useRef(source);
  latest.current = source;
  const request = useRef<() => void>(() => undefined);
  useEffect(() => {
    let frame = 0;
    let theme: LaneTheme | undefined;
    const draw = (): void => {
      frame = 0;
      theme = paintAll(store, latest.current, elements, theme);
    };
    const ask = (): void => {
      frame ||= requestAnimationFrame(draw);
    };
    request.current = ask;
    const resized = new ResizeObserver(ask);
    if (elements.scroller.current !== null) resized.observe(elements.scroller.current);
    const themed = new MutationObserver(() => {
      theme = undefined;
      ask();
    });
    themed.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    const watched = effect(() => {
      for (const { value } of [store.axis.changes, store.revision, timeForm]) if (value !== undefined) ask();
    });
    const grow = setInterval(() => {
      if (store.clock.isTicking) ask();
    }, GROW_AFTER_MS);
    // The icon font may arrive after the first drawing.
    void document.fonts.load('14px codicon').then(ask, () => undefined);
    return () => {
      cancelAnimationFrame(frame);
      clearInterval(grow);
      resized.disconnect();
      themed.disconnect();
      watched();
    };
  }, [store]);
  useLayoutEffect(() => request.current());
  return () => request.current();
}

function paintAll(
  store: TraceStore,
  source: LaneSource,
  elements: Canvases,
  known: LaneTheme | undefined,
): LaneTheme | undefined {
  const canvas = elements.canvas.current;
  const axisCanvas = elements.axisCanvas.current;
  const scroller = elements.scroller.current;
  if (canvas === null || axisCanvas === null || scroller === null) return known;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const context = prepareCanvas(canvas, width, height);
  const axisContext = prepareCanvas(axisCanvas, axisCanvas.clientWidth, AXIS_HEIGHT_PX);
  if (context === undefined || axisContext === undefined || width === 0) return known;
  const theme = known ?? readLaneTheme(scroller, context);
  const window = store.axis.current();
  const time = { line: store.log.line, window, now: store.readPresent() };
  const plot = makeLanePlot(context, theme, time, width);
  paintAxis(makeLanePlot(axisContext, theme, time, width));
  paintGrid(plot, height);
  const { rowHeightPx, count } = source;
  const topOf = (row: number): number => row * rowHeightPx - scroller.scrollTop;
  const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeightPx));
  const last = Math.min(count - 1, Math.ceil((scroller.scrollTop + height) / rowHeightPx));
  source.paintUnder?.(plot, first, last, topOf);
  for (let row = first; row <= last; row += 1) source.paint(plot, row, topOf(row));
  source.paintOver?.(plot, first, last, topOf);
  return theme;
}

/** Keeps the newest lanes in view while following, and what is read in place while old ones go. */
function useFollowing(
  store: TraceStore,
  source: LaneSource,
  scroller: { readonly current: HTMLDivElement | null },
): void {
  const anchor = useRef<{ readonly value: unknown; readonly offsetPx: number }>(undefined);
  const isFollowing = store.isFollowing.value;
  useLayoutEffect(() => {
    if (isFollowing && source.isNewestLast && scroller.current !== null)
      scroller.current.scrollTop = scroller.current.scrollHeight;
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (isFollowing || element === null || anchor.current === undefined) return;
    const row = source.rowOfAnchor?.(anchor.current.value) ?? -1;
    const wanted = row * source.rowHeightPx + anchor.current.offsetPx;
    if (row !== -1 && Math.abs(element.scrollTop - wanted) >= 1) element.scrollTop = wanted;
  }, [source.count, store.revision.value]);
  const latest = useRef(source);
  latest.current = source;
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const remember = (): void => {
      const { rowHeightPx } = latest.current;
      const row = Math.floor(element.scrollTop / rowHeightPx);
      const value = latest.current.anchor?.(row);
      anchor.current =
        value === undefined ? undefined : { value, offsetPx: element.scrollTop - row * rowHeightPx };
    };
    element.addEventListener('scroll', remember, { passive: true });
    return () => element.removeEventListener('scroll', remember);
  }, [scroller]);
}
