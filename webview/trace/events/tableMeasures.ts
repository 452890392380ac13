import { useLayoutEffect, useState } from 'preact/hooks';
import type { ColumnName } from './columns.ts';

interface Place {
  readonly current: HTMLElement | null;
}

/** What the arrow beside a column's name takes. */
const SORT_SIGN_PX = 16;

/** The width that a scroller has for its rows, and that of its scroll bar. */
export function useRoom(scroller: Place): { readonly widthPx: number; readonly scrollBarPx: number } {
  const [room, setRoom] = useState({ widthPx: 0, scrollBarPx: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const { clientWidth: widthPx, offsetWidth } = element;
      setRoom((last) =>
        last.widthPx === widthPx && last.scrollBarPx === offsetWidth - widthPx
          ? last
          : { widthPx, scrollBarPx: offsetWidth - widthPx },
      );
    };
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, [scroller]);
  return room;
}

/** The width that each column has at this moment, px, in their order. */
export function measureColumns(
  header: Element | null,
  columns: readonly ColumnName[],
): ReadonlyMap<ColumnName, number> {
  const cells = header?.querySelectorAll<HTMLElement>('[role=columnheader]') ?? [];
  return new Map(columns.map((name, index) => [name, cells[index]?.offsetWidth ?? 0]));
}

/** The widths that were drawn: a frame after a change, they are those of before it. */
export function useColumnWidths(
  header: Place,
  columns: readonly ColumnName[],
): ReadonlyMap<ColumnName, number> {
  const [widths, setWidths] = useState<ReadonlyMap<ColumnName, number>>(new Map());
  const names = columns.join(' ');
  useLayoutEffect(() => {
    const cells = [...(header.current?.querySelectorAll<HTMLElement>('[role=columnheader]') ?? [])];
    const measure = (): void =>
      setWidths((last) => {
        const next = measureColumns(header.current, columns);
        const isSame = last.size === next.size && [...next].every(([name, px]) => last.get(name) === px);
        return isSame ? last : next;
      });
    measure();
    const resized = new ResizeObserver(measure);
    for (const cell of cells) resized.observe(cell);
    return () => resized.disconnect();
  }, [header, names]);
  return widths;
}

/** The width in which nothing of a column is cut, of its name and of the rows that are drawn. */
export function measureContent(table: Element | null, column: ColumnName): number {
  const find = (selector: string): Element[] => [...(table?.querySelectorAll(selector) ?? [])];
  const titles = find(`.head.${column} .column-title`).map((title) => measureText(title) + SORT_SIGN_PX);
  const cells = find(`[role=gridcell].${column}`).map(measureCell);
  return Math.ceil(Math.max(0, ...titles, ...cells)) + 1;
}

function measureText(element: Element): number {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect().width;
}

/** Of an ID only the start may be shown; its font gives all characters the same width. */
function measureCell(cell: Element): number {
  const [start, rest] = [cell.querySelector('.id-start'), cell.querySelector('.id-rest')];
  if (start === null || rest === null) return measureText(cell);
  const shownCount = start.textContent.length;
  return measureText(start) * ((shownCount + rest.textContent.length) / Math.max(1, shownCount));
}
