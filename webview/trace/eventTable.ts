import { batch, computed, type ReadonlySignal, type Signal } from '@preact/signals';
import { COLUMN_NAMES, COLUMNS, type ColumnName, DEPTH_COLUMNS } from './events/columns.ts';
import type { PreviewLookup } from './events/columnTypes.ts';
import {
  boundWidth,
  DEFAULT_LAYOUT,
  isByTime,
  listColumns,
  nextSort,
  type TableLayout,
  type TableSort,
  toggleColumn,
  withSort,
} from './events/tableLayout.ts';
import type { EventLog } from './log/eventLog.ts';
import type { EventSort } from './log/sortedEvents.ts';
import { LANGUAGE } from '../shared/language.ts';

export interface EventTableParts {
  readonly log: EventLog;
  readonly layout: ReadonlySignal<TableLayout>;
  readonly setLayout: (layout: TableLayout) => void;
  /** Whether events say how many messages queues have. */
  readonly knowsDepths: () => boolean;
  /** Whether the newest event is kept in view. */
  readonly isFollowing: Signal<boolean>;
  /** To be called after rows have changed their order. */
  readonly noteOrder: () => void;
}

/** As people sort names: `queue-2` before `queue-10`. */
const NAMES = new Intl.Collator(LANGUAGE, { numeric: true });

/** The table of events: its columns, their widths, and what its rows are sorted by. */
export function createEventTable(parts: EventTableParts) {
  const { log, layout, setLayout, knowsDepths, isFollowing, noteOrder } = parts;
  const previewOf: PreviewLookup = (messageId) => log.previewOf(messageId);

  function setSort(next: TableSort | undefined): void {
    const { sort: _before, ...rest } = layout.value;
    batch(() => {
      setLayout({ ...rest, ...(next === undefined ? {} : withSort(next.column, next.isDescending)) });
      applySort();
    });
  }

  function applySort(): void {
    const { sort } = layout.value;
    log.setSort(sort && makeSort(sort, previewOf));
    noteOrder();
  }

  if (layout.value.sort !== undefined) applySort();

  const isOffered = (column: ColumnName): boolean => knowsDepths() || !DEPTH_COLUMNS.has(column);
  /** As the user arranged it, without what is never known. */
  const shown = computed((): TableLayout => {
    const { columns, ...rest } = layout.value;
    const known = columns?.filter(isOffered) ?? [];
    return known.length === 0 ? rest : { ...rest, columns: known };
  });

  return {
    layout: shown,
    /** The columns that the user can choose from. */
    offeredColumns: computed(() => COLUMN_NAMES.filter(isOffered)),
    /** Of a message whose send is kept. */
    previewOf,
    /** The list moves with the newest event, at whichever end it is. */
    isFollowingRows: (): boolean => isFollowing.value && isByTime(layout.value.sort),
    /** The row of the newest event, if rows are in the order of time. */
    newestRow: (): number | undefined => {
      const { sort } = layout.value;
      if (!isByTime(sort)) return undefined;
      return sort === undefined ? log.rows.size - 1 : 0;
    },
    setSort,
    /** What a click on a column's name does. */
    sortBy: (column: ColumnName) => setSort(nextSort(layout.value.sort, column)),
    /** Keeps the newest event in view, in the order of time, which is the only one that it is at an end of. */
    followNewest: () =>
      batch(() => {
        if (!isByTime(layout.value.sort)) setSort(undefined);
        isFollowing.value = true;
      }),
    toggleColumn: (column: ColumnName) => setLayout(toggleColumn(layout.value, column)),
    /** Sets the width of a column; the others keep the widths that they have now. */
    resize: (column: ColumnName, widthPx: number, now: ReadonlyMap<ColumnName, number>) => {
      const others = [...now].slice(0, -1).map(([name, px]) => [name, boundWidth(px)] as const);
      const widthsPx = {
        ...layout.value.widthsPx,
        ...Object.fromEntries(others),
        [column]: boundWidth(widthPx),
      };
      setLayout({ ...layout.value, widthsPx });
    },
    restoreDefaults: () => {
      setSort(undefined);
      setLayout(DEFAULT_LAYOUT);
    },
    /** The listed events, in their order. */
    listEvents: () =>
      Array.from({ length: log.rows.size }, (_, row) => log.rows.at(row)).filter(
        (event) => event !== undefined,
      ),
    /** The columns of what leaves the table as text. */
    listColumns: () => listColumns(shown.value),
  };
}

function makeSort({ column, isDescending }: TableSort, previewOf: PreviewLookup): EventSort {
  const { sortKey, value, isName } = COLUMNS[column];
  return {
    // Over a clock that was set back, the order of time is the one in which things happened.
    keyOf: (event, position) => {
      if (column === 'time') return position;
      return sortKey === undefined ? value(event, previewOf) : sortKey(event);
    },
    // A collator takes more than twice as long, which a user would notice with 100,000 bodies.
    compare: (left, right) => {
      if (isName) return NAMES.compare(String(left), String(right));
      if (left === right) return 0;
      return left < right ? -1 : 1;
    },
    isDescending,
  };
}
