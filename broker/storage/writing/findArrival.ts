import type { Message } from '../../engine/state/message.ts';
import type { RecordStore } from './recordStore.ts';

/** What tells the order of what is stored. */
export type Arrivals = Pick<RecordStore, 'table' | 'unplaced' | 'counters' | 'nextArrival'>;

/** Arrivals are multiples of it, so that what an undo of a purge adds to them is exact. */
const STEP = 2 ** -22;
/** What rounding to a multiple takes must leave them in their order. */
const ROOM = 2 * STEP;

/**
 * The place of a new record in its queue: the last, but between its neighbours if an undo put its message back to its place.
 * Messages that come back together share the room there. If there is too little, messages behind them make some.
 * @param rewrite writes the state of a message whose arrival has changed
 */
export function findArrival(records: Arrivals, message: Message, rewrite: (moved: Message) => void): number {
  const slot = message.content as number;
  const { arrival } = records.table;
  if (arrival[slot] === 0) {
    if (message.next === undefined && isWritten(records, message.previous)) return records.nextArrival();
    placeRun(records, message, rewrite);
  }
  return arrival[slot] as number;
}

function isWritten({ unplaced }: Arrivals, message: Message | undefined): boolean {
  return message === undefined || !unplaced.has(message.content as number);
}

/** Gives arrivals to the messages around one that have none yet. */
function placeRun(records: Arrivals, message: Message, rewrite: (moved: Message) => void): void {
  const { arrival } = records.table;
  let first = message;
  while (first.previous !== undefined && !isWritten(records, first.previous)) first = first.previous;
  const run: Message[] = [];
  let next: Message | undefined = first;
  for (; next !== undefined && !isWritten(records, next); { next } = next) run.push(next);
  const count = run.length;
  const before = findBefore(records, first, next);
  let behind = arrivalOf(records, next);
  let room = ROOM;
  while (next !== undefined && (behind - before) / (run.length + 1) < room) {
    run.push(next);
    ({ next } = next);
    behind = arrivalOf(records, next);
    // With that much, the next one that comes here mostly finds room.
    room = ROOM * (run.length - count + 1);
  }
  const places =
    next === undefined
      ? run.map(() => records.nextArrival())
      : run.map((_, index) => round(before + ((behind - before) * (index + 1)) / (run.length + 1)));
  for (const [index, { content }] of run.slice(0, count).entries()) {
    arrival[content as number] = places[index] as number;
  }
  const moves = run.slice(count).map((moved, index) => ({ moved, to: places[count + index] as number }));
  const isLater = ({ moved, to }: (typeof moves)[number]) => to > arrivalOf(records, moved);
  // In this order a crash between two of them leaves all in their order.
  for (const { moved, to } of [
    ...moves.filter(isLater).toReversed(),
    ...moves.filter((move) => !isLater(move)),
  ]) {
    arrival[moved.content as number] = to;
    rewrite(moved);
  }
}

/** What the first of a run must be behind: the message before it, or all that a purge has voided. */
function findBefore(records: Arrivals, { previous }: Message, next: Message | undefined): number {
  if (previous !== undefined) return arrivalOf(records, previous);
  return next === undefined ? records.counters.arrival : Math.ceil(arrivalOf(records, next)) - 1;
}

function arrivalOf({ table }: Arrivals, message: Message | undefined): number {
  return message === undefined
    ? Number.POSITIVE_INFINITY
    : (table.arrival[message.content as number] as number);
}

function round(arrival: number): number {
  return Math.floor(arrival / STEP) * STEP;
}
