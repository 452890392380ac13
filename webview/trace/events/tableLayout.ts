import { isRecord } from '../../../broker/protocol/isRecord.ts';
import { COLUMN_NAMES, COLUMNS, type ColumnName, DEFAULT_COLUMNS, forWords } from './columns.ts';

export const MINIMUM_COLUMN_PX = 40;
export const MAXIMUM_COLUMN_PX = 2_000;

/** What the rows are sorted by. */
export interface TableSort {
  readonly column: ColumnName;
  readonly isDescending: boolean;
}

/** How the user has arranged the table of events. */
export interface TableLayout {
  /** The chosen columns, in their order, at least one; absent: the usual ones, as far as there is room for them. */
  readonly columns?: readonly ColumnName[];
  /** Of the columns that have been resized. */
  readonly widthsPx: Readonly<Partial<Record<ColumnName, number>>>;
  /** Absent: in the order of time. */
  readonly sort?: TableSort;
}

export const DEFAULT_LAYOUT: TableLayout = { widthsPx: {} };

/** Reads a saved layout back, whatever an older version left there: of what is wrong, the default is used. */
export function restoreTableLayout(saved: unknown): TableLayout {
  const { columns, widthsPx, sort } = isRecord(saved) ? saved : {};
  const chosen = Array.isArray(columns) ? COLUMN_NAMES.filter((name) => columns.includes(name)) : [];
  const widths = isRecord(widthsPx) ? widthsPx : {};
  const known = COLUMN_NAMES.flatMap((name) => {
    const width = Object.hasOwn(widths, name) ? widths[name] : undefined;
    return typeof width === 'number' && Number.isFinite(width) ? [[name, boundWidth(width)] as const] : [];
  });
  const sorted = isRecord(sort) ? COLUMN_NAMES.find((name) => name === sort['column']) : undefined;
  return {
    ...(chosen.length > 0 ? { columns: chosen } : {}),
    widthsPx: Object.fromEntries(known),
    ...(sorted === undefined ? {} : withSort(sorted, isRecord(sort) && sort['isDescending'] === true)),
  };
}

export function boundWidth(widthPx: number): number {
  return Math.round(Math.min(MAXIMUM_COLUMN_PX, Math.max(MINIMUM_COLUMN_PX, widthPx)));
}

/** What a click on a column's name sorts by: ascending, descending, and the order of time again. */
export function nextSort(sort: TableSort | undefined, column: ColumnName): TableSort | undefined {
  if (sort?.column !== column) return { column, isDescending: column === 'time' };
  return sort.isDescending || column === 'time' ? undefined : { column, isDescending: true };
}

/** The order of time, ascending, is no sort: the rows come in it. */
export function withSort(column: ColumnName, isDescending: boolean): Pick<TableLayout, 'sort'> {
  return column === 'time' && !isDescending ? {} : { sort: { column, isDescending } };
}

/** Whether rows come in the order of time, from either end: then the list can follow the newest. */
export function isByTime(sort: TableSort | undefined): boolean {
  return sort === undefined || sort.column === 'time';
}

/** Which columns the table has, whether or not there is room for all of them. */
export function listColumns({ columns }: TableLayout): readonly ColumnName[] {
  return columns ?? DEFAULT_COLUMNS;
}

/** Shows a column or hides it; the last one stays. */
export function toggleColumn(layout: TableLayout, column: ColumnName): TableLayout {
  const chosen = new Set(listColumns(layout));
  if (!chosen.delete(column)) chosen.add(column);
  if (chosen.size === 0) return layout;
  return { ...layout, columns: COLUMN_NAMES.filter((name) => chosen.has(name)) };
}

/** What is around the table. */
export interface TableRoom {
  readonly widthPx: number;
  /** Times have a date, or are as long as one. */
  readonly hasLongTimes: boolean;
  /** They say how long ago something was. */
  readonly isRelative: boolean;
  /** Names of events may say that they are inferred. */
  readonly mayInfer?: boolean;
}

/** The columns as they are drawn. */
export interface TableTracks {
  readonly columns: readonly ColumnName[];
  /** Of the style `grid-template-columns`. */
  readonly template: string;
  /** Below this width, the table scrolls sideways. */
  readonly minimumPx: number;
  /** There is room for little: less space between columns, and times without date and fraction. */
  readonly isTiny: boolean;
}

const GAP_PX = 10;
const LONG_TIME_PX = 140;
const INFERRED_KIND_PX = forWords(184);
const TINY_PX = 320;
const TINY_GAP_PX = 6;
const TINY_COLUMNS: readonly ColumnName[] = ['time', 'kind'];
/** Of the usual columns, these go first where there is no room for all of them. */
const GIVE_WAY: readonly (readonly ColumnName[])[] = [
  ['receives', 'age', 'inFlight'],
  ['consumer'],
  ['message'],
  ['detail'],
  ['queue'],
];

/** Arranges the columns in a room: as the user did or, of the usual ones, as many as fit at their usual widths. */
export function arrangeColumns(layout: TableLayout, room: TableRoom): TableTracks {
  const { widthsPx } = layout;
  const isTiny = layout.columns === undefined && room.widthPx <= TINY_PX;
  const usualWidthOf = (name: ColumnName): number => {
    if (name === 'time') return timeWidth(room, isTiny);
    if (name === 'kind' && room.mayInfer === true && !isTiny) return INFERRED_KIND_PX;
    return isTiny ? MINIMUM_COLUMN_PX : COLUMNS[name].widthPx;
  };
  const widthOf = (name: ColumnName): number => widthsPx[name] ?? usualWidthOf(name);
  const sum = (names: readonly ColumnName[], read: (name: ColumnName) => number): number =>
    names.reduce((px, name) => px + read(name), (names.length + 1) * (isTiny ? TINY_GAP_PX : GAP_PX));
  const columns = isTiny
    ? TINY_COLUMNS
    : (layout.columns ?? chooseFitting((names) => sum(names, usualWidthOf) <= room.widthPx));
  const isResized = columns.some((name) => widthsPx[name] !== undefined);
  const shareOf = (name: ColumnName): number | undefined => (isResized ? undefined : COLUMNS[name].share);
  const isRigid = columns.every((name) => shareOf(name) === undefined);
  const tracks = columns.map((name, index) => {
    const takesRest = isRigid && index === columns.length - 1;
    const share = takesRest ? 1 : shareOf(name);
    return share === undefined ? `${widthOf(name)}px` : `minmax(${widthOf(name)}px, ${share}fr)`;
  });
  return { columns, template: tracks.join(' '), minimumPx: sum(columns, widthOf), isTiny };
}

function timeWidth({ hasLongTimes, isRelative }: TableRoom, isTiny: boolean): number {
  if (isTiny) return isRelative ? 84 : 64;
  return hasLongTimes ? LONG_TIME_PX : COLUMNS.time.widthPx;
}

function chooseFitting(fits: (names: readonly ColumnName[]) => boolean): readonly ColumnName[] {
  let columns = DEFAULT_COLUMNS;
  for (const names of GIVE_WAY) {
    if (fits(columns)) break;
    columns = columns.filter((name) => !names.includes(name));
  }
  return columns;
}
