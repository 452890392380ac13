import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { TraceStore } from '../traceStore.ts';
import { isByTime } from './tableLayout.ts';

export const ROW_HEIGHT_PX = 22;

interface Scroller {
  readonly current: HTMLDivElement | null;
}

/**
 * Scrolling away from the newest event stops following it; coming back to it starts it again. A list that is moved because
 * it has another height now, or fewer rows, changes neither.
 * @returns what to call when the list is scrolled
 */
export function useFollowing(store: TraceStore, scroller: Scroller): () => void {
  const last = useRef({ scrollTop: 0, clientHeight: 0 });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    // After the layout, which moves the list, and before the scroll event of that move.
    const resized = new ResizeObserver(() => {
      last.current = { scrollTop: element.scrollTop, clientHeight: element.clientHeight };
    });
    resized.observe(element);
    for (const part of element.children) resized.observe(part);
    return () => resized.disconnect();
  }, [scroller]);
  return () => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollTop, clientHeight } = element;
    const isByUser = last.current.scrollTop !== scrollTop && last.current.clientHeight === clientHeight;
    last.current = { scrollTop, clientHeight };
    if (isByUser) noteScroll(store, element);
  };
}

function noteScroll(store: TraceStore, scroller: HTMLElement): void {
  const { sort } = store.table.layout.peek();
  if (!isByTime(sort)) return;
  const { scrollTop, scrollHeight, clientHeight } = scroller;
  const distancePx = sort === undefined ? scrollHeight - clientHeight - scrollTop : scrollTop;
  const isAtNewest = distancePx <= ROW_HEIGHT_PX / 2;
  if (isAtNewest !== store.isFollowing.peek()) store.isFollowing.value = isAtNewest;
}

/** While the details are open, the row that they are of stays in view, whatever height is left for the list. */
export function useChosenInView(scroller: Scroller, isOpen: boolean): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null || !isOpen) return undefined;
    let heightPx: number | undefined;
    const resized = new ResizeObserver(() => {
      if (element.clientHeight === heightPx) return;
      heightPx = element.clientHeight;
      element.querySelector('.row.active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
    resized.observe(element);
    return () => resized.disconnect();
  }, [scroller, isOpen]);
}

/**
 * Keeps the newest event in view while following, and what is read in place while other rows come and go above it. In
 * another order than that of time, a list that is at its top stays there: that is where the largest and smallest are.
 */
export function useScrollAnchor(store: TraceStore, scroller: Scroller): void {
  const anchor = useRef<{ readonly position: number; readonly offsetPx: number }>(undefined);
  const { log, table } = store;
  const { sort } = table.layout.value;
  const arrangedBy = useRef(sort);
  const isFollowing = table.isFollowingRows();

  const remember = (element: HTMLElement): void => {
    const { scrollTop } = element;
    const staysAtTop = scrollTop === 0 && !isByTime(table.layout.peek().sort);
    const row = Math.floor(scrollTop / ROW_HEIGHT_PX);
    const position = staysAtTop ? undefined : log.rows.positionAt(row);
    anchor.current =
      position === undefined ? undefined : { position, offsetPx: scrollTop - row * ROW_HEIGHT_PX };
  };

  useLayoutEffect(() => {
    if (!isFollowing || scroller.current === null) return;
    scroller.current.scrollTop = sort === undefined ? scroller.current.scrollHeight : 0;
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    const isOtherOrder = arrangedBy.current !== sort;
    arrangedBy.current = sort;
    if (isFollowing || element === null) return;
    if (isOtherOrder) {
      // What was read is elsewhere now: the chosen row is shown again, else the list from its start.
      const row = log.rows.rowOf(store.activePosition.peek() ?? -1);
      element.scrollTop = row === -1 ? 0 : (row + 1) * ROW_HEIGHT_PX - element.clientHeight / 2;
      remember(element);
    } else if (anchor.current !== undefined) {
      const row = log.rows.rowOf(anchor.current.position);
      const wanted = row * ROW_HEIGHT_PX + anchor.current.offsetPx;
      if (row === -1) remember(element);
      else if (Math.abs(element.scrollTop - wanted) >= 1) element.scrollTop = wanted;
    }
  }, [log.rows.size, store.revision.value, sort]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const onScroll = (): void => remember(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [scroller, store]);
}
