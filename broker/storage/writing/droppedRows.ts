import type { Message } from '../../engine/state/message.ts';
import type { Log } from '../disk/log.ts';
import { type LaterState, RemovedMessages, laterStateOf } from './removals.ts';
import type { MessageTable } from './messageTable.ts';

/** The row of a deleted message, as it was. */
interface Dropped {
  readonly slot: number;
  readonly message: Message | undefined;
  /** Number of the segment with its newest state; 0: there is none beside its record. */
  readonly stateSegment: number;
}

/** Rows of deleted messages; their places are needed until the end of the turn. */
export class DroppedRows {
  private readonly log: Log;
  private readonly table: MessageTable;
  private rows: Dropped[] = [];
  /** Those whose end an event of their own has reported. */
  private readonly explained = new Set<number>();

  constructor(log: Log, table: MessageTable) {
    this.log = log;
    this.table = table;
  }

  add(slot: number, stateSegment: number): void {
    const { owners } = this.table;
    this.rows.push({ slot, message: owners[slot], stateSegment });
    owners[slot] = undefined;
  }

  /** The message's own event deleted it, or it never existed: no purge deleted it. */
  markAccountedFor(slot: number): void {
    this.explained.add(slot);
  }

  /** The row that was added last; another one took its place. */
  takeLast(): number {
    const { slot } = this.rows.at(-1) as Dropped;
    this.explained.add(slot);
    return slot;
  }

  /** The message that was dropped last, for a record of what can be restored. */
  get last(): { readonly slot: number; readonly later: LaterState | undefined } {
    return describe(this.rows.at(-1) as Dropped);
  }

  /** What a purge or a deletion of a queue has just taken. Its segments are kept for an undo until then, epoch ms. */
  takeUnaccounted(until: number): RemovedMessages {
    const { table, explained } = this;
    const lost = this.rows.filter(({ slot }) => table.segment[slot] !== 0 && !explained.has(slot));
    for (const { slot } of lost) explained.add(slot);
    const messages = RemovedMessages.take(table, lost.map(describe));
    messages.keepSegments(this.log.segments, until);
    return messages;
  }

  /** The turn is over: the rows may be given out again. Returns whether there were any. */
  release(): boolean {
    if (this.rows.length === 0) return false;
    for (const { slot } of this.rows) this.table.release(slot);
    this.rows = [];
    this.explained.clear();
    return true;
  }
}

function describe({ slot, message, stateSegment }: Dropped) {
  return { slot, later: message === undefined ? undefined : laterStateOf(message, stateSegment) };
}
