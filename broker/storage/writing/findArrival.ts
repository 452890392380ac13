import type { Message } from '../../engine/state/message.ts';
import type { RecordStore } from './recordStore.ts';

/** The place of a new record in its queue: the last, but before the message behind it if an undo put it back to its place. */
export function findArrival(records: RecordStore, { previous, next }: Message): number {
  if (next === undefined) return records.nextArrival();
  const { arrival } = records.table;
  const behind = arrival[next.content as number] as number;
  const before =
    previous === undefined ? Math.ceil(behind) - 1 : (arrival[previous.content as number] as number);
  return (before + behind) / 2;
}
