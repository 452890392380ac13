import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';

const OVERSCAN_ROWS = 6;

interface VirtualRowsOptions {
  readonly count: number;
  readonly rowHeightPx: number;
  /** A row that always exists, because it may have the focus; -1: none. */
  readonly pinnedRow: number;
  /** Of what stays above the rows when they are scrolled. */
  readonly headHeightPx?: number;
}

/** Which rows of a long list exist: those in view, some around them, and the pinned one. */
export function useVirtualRows(
  scroller: { readonly current: HTMLDivElement | null },
  { count, rowHeightPx, pinnedRow, headHeightPx = 0 }: VirtualRowsOptions,
) {
  const [, redraw] = useReducer((drawn: number) => drawn + 1, 0);
  const instance = useRef<Virtualizer<HTMLDivElement, HTMLDivElement>>(undefined);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: OVERSCAN_ROWS,
    scrollPaddingEnd: headHeightPx,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => redraw(undefined),
    rangeExtractor: ({
      startIndex,
      endIndex,
      overscan,
    }: {
      startIndex: number;
      endIndex: number;
      overscan: number;
    }) => {
      const first = Math.max(0, startIndex - overscan);
      const last = Math.min(count - 1, endIndex + overscan);
      const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset);
      return pinnedRow < 0 || pinnedRow >= count || (pinnedRow >= first && pinnedRow <= last)
        ? rows
        : [...rows, pinnedRow].sort((left, right) => left - right);
    },
  };
  instance.current ??= new Virtualizer<HTMLDivElement, HTMLDivElement>(options);
  const virtualizer = instance.current;
  virtualizer.setOptions(options);
  // The two calls that every framework adapter of this library makes.
  // oxlint-disable-next-line no-underscore-dangle
  useEffect(() => virtualizer._didMount(), [virtualizer]);
  // oxlint-disable-next-line no-underscore-dangle
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}
