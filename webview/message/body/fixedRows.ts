import { useLayoutEffect, useState } from 'preact/hooks';

const OVERSCAN_ROWS = 4;

export interface RowsInView {
  readonly first: number;
  /** Behind the last one. */
  readonly end: number;
}

/**
 * The rows that are in view, where all rows are equally high. `useVirtualRows` keeps an object for each row, which takes a
 * second for the million lines that a body may have.
 */
export function useFixedRows(
  scroller: { readonly current: HTMLElement | null },
  count: number,
  rowHeightPx: number,
): RowsInView {
  const [{ top, height }, setView] = useState({ top: 0, height: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const read = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, [scroller]);
  return {
    first: Math.max(0, Math.min(count, Math.floor(top / rowHeightPx) - OVERSCAN_ROWS)),
    end: Math.min(count, Math.ceil((top + height) / rowHeightPx) + OVERSCAN_ROWS),
  };
}

/** Brings a row into view, in the middle where it was not in view before. */
export function scrollToRow(element: HTMLElement, row: number, rowHeightPx: number): void {
  const top = row * rowHeightPx;
  const { scrollTop, clientHeight } = element;
  if (top >= scrollTop && top + rowHeightPx <= scrollTop + clientHeight) return;
  element.scrollTop = Math.max(0, top - (clientHeight - rowHeightPx) / 2);
}
