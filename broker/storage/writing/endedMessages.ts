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
  /** In the order of the jumps. Of a jump that was made in slices, a queue may be here several times. */
  private ended: Ended[] = [];
  private count = 0;

  add(added: readonly Ended[]): void {
    this.ended.push(...added);
    this.count += countMessages(added);
    const newest = this.ended.at(-1)?.jump;
    while (this.count > MAX_MESSAGES && this.ended[0]?.jump !== newest) {
      this.count -= this.ended.shift()?.messages.count ?? 0;
    }
  }

  /** Returns what a jump ended, and removes it from the book. */
  take(jump: number): readonly Ended[] {
    const taken = this.of(jump);
    this.ended = this.ended.filter((one) => one.jump !== jump);
    this.count -= countMessages(taken);
    return taken;
  }

  /** Each queue once. */
  of(jump: number): readonly Ended[] {
    const parts = this.ended.filter((one) => one.jump === jump);
    const arns = new Set(parts.map(({ arn }) => arn));
    if (arns.size === parts.length) return parts;
    const joined = [...arns].map((arn) => {
      const some = parts.filter((part) => part.arn === arn);
      return { jump, arn, messages: RemovedMessages.joinAll(some.map(({ messages }) => messages)) };
    });
    const place = this.ended.findIndex((one) => one.jump === jump);
    this.ended = this.ended.filter((one) => one.jump !== jump).toSpliced(place, 0, ...joined);
    return joined;
  }
}

function countMessages(ended: readonly Ended[]): number {
  return ended.reduce((sum, { messages }) => sum + messages.count, 0);
}

/** Messages that the clock's jump under way has ended so far. */
export class EndingMessages {
  readonly jump: number;
  /** In the records of what it ended. */
  readonly slice: number;
  private readonly taken = new Map<
    string,
    { readonly slot: number; readonly later: LaterState | undefined }[]
  >();

  constructor(jump: number, slice = jump) {
    this.jump = jump;
    this.slice = slice;
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
