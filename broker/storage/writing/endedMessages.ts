import { type LaterState, RemovedMessages } from './removals.ts';
import type { MessageTable } from './messageTable.ts';

/** Messages of one queue that a jump of the clock ended, and where they are. */
export interface Ended {
  readonly jump: number;
  readonly arn: string;
  readonly messages: RemovedMessages;
}

/** Messages of all jumps, at 22 bytes each and more for those that were received. The newest jump's are always kept. */
const MAX_MESSAGES = 2_000_000;

/** What jumps of the clock ended and can still be restored, by jump and queue. */
export class EndedBook {
  /** In the order of the jumps. */
  private ended: Ended[] = [];

  add(added: readonly Ended[]): void {
    this.ended.push(...added);
    let count = this.ended.reduce((sum, { messages }) => sum + messages.count, 0);
    const newest = this.ended.at(-1)?.jump;
    while (count > MAX_MESSAGES && this.ended[0]?.jump !== newest) {
      count -= this.ended.shift()?.messages.count ?? 0;
    }
  }

  /** Returns what a jump ended, and removes it from the book. */
  take(jump: number): readonly Ended[] {
    const taken = this.of(jump);
    this.ended = this.ended.filter((one) => one.jump !== jump);
    return taken;
  }

  of(jump: number): readonly Ended[] {
    return this.ended.filter((one) => one.jump === jump);
  }
}

/** Messages that the clock's jump under way has ended so far. */
export class EndingMessages {
  readonly jump: number;
  private readonly taken = new Map<
    string,
    { readonly slot: number; readonly later: LaterState | undefined }[]
  >();

  constructor(jump: number) {
    this.jump = jump;
  }

  add(arn: string, row: { readonly slot: number; readonly later: LaterState | undefined }): void {
    const rows = this.taken.get(arn);
    if (rows === undefined) this.taken.set(arn, [row]);
    else rows.push(row);
  }

  /** To be called before the rows are given out again. */
  collect(table: MessageTable): Ended[] {
    return [...this.taken].map(([arn, rows]) => ({
      jump: this.jump,
      arn,
      messages: RemovedMessages.take(
        table,
        rows.filter(({ slot }) => table.segment[slot] !== 0),
      ),
    }));
  }
}
