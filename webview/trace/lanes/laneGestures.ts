import { useEffect, useRef } from 'preact/hooks';
import type { TraceStore } from '../traceStore.ts';
import type { TipControl } from './laneTip.tsx';
import type { LaneSource } from './laneView.tsx';

/** Moving the pointer by less than this is a click. */
const DRAG_PX = 4;
/** How far beside a sign a click still hits it. */
const REACH_PX = 7;
export const ZOOM_STEP = 1.4;
const KEY_PAN_SHARE = 0.15;

interface GestureParts {
  readonly store: TraceStore;
  readonly scroller: { readonly current: HTMLDivElement | null };
  readonly source: LaneSource;
  readonly tip: { readonly current: TipControl | undefined };
  /** Where the time axis begins, from the left of the scroller. */
  readonly plotLeft: () => number;
  readonly plotWidth: () => number;
  /** The row at a height within the whole list. */
  readonly rowAt: (y: number) => number;
  readonly tabRow: number;
  readonly setActive: (row: number) => void;
  readonly moveTo: (row: number) => void;
}

interface Place {
  readonly row: number;
  /** A moment; undefined over the labels. */
  readonly time: number | undefined;
  readonly reachMs: number;
  readonly share: number;
  readonly x: number;
  readonly y: number;
}

/** The handlers of the lanes: hover, click, drag, wheel and keys. */
export function useLaneGestures(parts: GestureParts) {
  const latest = useRef(parts);
  latest.current = parts;
  const drag = useRef<{ x: number; y: number; hasMoved: boolean }>(undefined);
  useWheelZoom(latest);

  return {
    onPointerMove: (event: PointerEvent): void => {
      const { store, scroller, plotWidth, source, tip } = latest.current;
      const held = drag.current;
      if (held === undefined) {
        const place = readPlace(latest.current, event);
        const isIn = place.row >= 0 && place.row < source.count && place.time !== undefined;
        const lines = isIn ? source.tip(place.row, place.time, place.reachMs) : undefined;
        tip.current?.show(lines === undefined ? undefined : { lines, x: place.x, y: place.y });
        return;
      }
      const movedX = event.clientX - held.x;
      const movedY = event.clientY - held.y;
      if (!held.hasMoved && Math.hypot(movedX, movedY) < DRAG_PX) return;
      held.hasMoved = true;
      tip.current?.show(undefined);
      if (movedX !== 0) store.axis.pan(-movedX / plotWidth());
      if (movedY !== 0 && scroller.current !== null) scroller.current.scrollTop -= movedY;
      held.x = event.clientX;
      held.y = event.clientY;
    },
    onPointerDown: (event: PointerEvent): void => {
      const isOnPlot = readPlace(latest.current, event).time !== undefined;
      if (event.button !== 0 || event.offsetX > (latest.current.scroller.current?.clientWidth ?? 0)) return;
      if (!isOnPlot) return;
      drag.current = { x: event.clientX, y: event.clientY, hasMoved: false };
      latest.current.scroller.current?.setPointerCapture(event.pointerId);
    },
    onPointerUp: (event: PointerEvent): void => {
      const held = drag.current;
      drag.current = undefined;
      const place = readPlace(latest.current, event);
      const { source, setActive, scroller } = latest.current;
      if (held?.hasMoved === true || event.button !== 0 || place.row < 0 || place.row >= source.count) return;
      setActive(place.row);
      scroller.current
        ?.querySelector<HTMLElement>(`[data-row="${place.row}"]`)
        ?.focus({ preventScroll: true });
      source.open(place.row, place.time, place.reachMs);
    },
    onPointerCancel: (): void => {
      drag.current = undefined;
    },
    onPointerLeave: (): void => latest.current.tip.current?.show(undefined),
    onKeyDown: (event: KeyboardEvent): void => {
      if (handleKey(latest.current, event)) event.preventDefault();
    },
  };
}

function handleKey(parts: GestureParts, event: KeyboardEvent): boolean {
  const { store, scroller, source, tabRow, moveTo } = parts;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / source.rowHeightPx) - 1);
  const actions: Readonly<Record<string, () => void>> = {
    ArrowUp: () => moveTo(tabRow - 1),
    ArrowDown: () => moveTo(tabRow + 1),
    PageUp: () => moveTo(tabRow - page),
    PageDown: () => moveTo(tabRow + page),
    Home: () => moveTo(0),
    End: () => moveTo(source.count - 1),
    ArrowLeft: () => store.axis.pan(-KEY_PAN_SHARE),
    ArrowRight: () => store.axis.pan(KEY_PAN_SHARE),
    '+': () => store.axis.zoom(1 / ZOOM_STEP),
    '=': () => store.axis.zoom(1 / ZOOM_STEP),
    '-': () => store.axis.zoom(ZOOM_STEP),
    '0': () => store.axis.showAll(),
    Enter: () => source.open(tabRow, undefined, 0),
    ' ': () => source.open(tabRow, undefined, 0),
    Escape: () => store.closeDetails(),
  };
  const action = actions[event.key];
  if (action === undefined || source.count === 0) return false;
  action();
  return true;
}

/** The wheel scrolls; with Ctrl it zooms around the pointer, with Shift it pans. */
function useWheelZoom(latest: { readonly current: GestureParts }): void {
  const { scroller } = latest.current;
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const turn = (event: WheelEvent): void => {
      const { store, plotWidth } = latest.current;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const factor = Math.exp(Math.max(-100, Math.min(100, event.deltaY)) * 0.004);
        store.axis.zoom(factor, readPlace(latest.current, event).share);
        return;
      }
      const across = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (across !== 0) {
        event.preventDefault();
        store.axis.pan(across / plotWidth());
      } else if (event.deltaY < 0) store.isFollowing.value = false;
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [scroller, latest]);
}

function readPlace(parts: GestureParts, event: MouseEvent): Place {
  const { scroller, store, plotLeft, plotWidth, rowAt } = parts;
  const box = scroller.current?.getBoundingClientRect();
  const x = event.clientX - (box?.left ?? 0);
  const y = event.clientY - (box?.top ?? 0);
  const share = (x - plotLeft()) / plotWidth();
  const { from, to } = store.axis.current();
  return {
    row: rowAt(y + (scroller.current?.scrollTop ?? 0)),
    time: share < 0 || share > 1 ? undefined : store.log.line.momentAt(from + (to - from) * share),
    reachMs: ((to - from) / plotWidth()) * REACH_PX,
    share: Math.max(0, Math.min(1, share)),
    x,
    y,
  };
}
