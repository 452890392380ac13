import type { ReplayedMessage } from '../format/replayedMessage.ts';
import type { MessageTable } from '../writing/messageTable.ts';
import type { SavedUndo } from '../format/undoCodec.ts';

/**
 * The undos recorded in segments. Reclaim may have copied an older one behind a newer one, so their order comes from
 * the arrivals, not from the places of their records: what one undo restored, a later one may have restored
 * once more.
 */
export class SavedUndos {
  private readonly byQueue = new Map<number, SavedUndo[]>();
  /** Rows of messages whose place is only in an undo record. */
  readonly rows = new Set<number>();

  add(undo: SavedUndo): void {
    const others = this.byQueue.get(undo.from);
    if (others === undefined) this.byQueue.set(undo.from, [undo]);
    else others.push(undo);
  }

  /** To be called when all records are read. */
  applyTo(messages: Iterable<ReplayedMessage>, table: MessageTable): void {
    if (this.byQueue.size === 0) return;
    for (const message of messages) this.applyAll(message, table);
  }

  private applyAll(message: ReplayedMessage, { arrival }: MessageTable): void {
    const { slot } = message;
    for (;;) {
      const at = arrival[slot] as number;
      const undo = this.byQueue
        .get(message.queueNumber)
        ?.find(({ first, last }) => first <= at && at <= last);
      // One that brought nothing back shifts nothing.
      if (undo === undefined || undo.shift <= 0) return;
      this.rows.add(slot);
      arrival[slot] = at + undo.shift;
      message.queueNumber = undo.to.number;
      // The counts stay; handles of receives before are void.
      if (message.delivery !== undefined)
        message.delivery = { ...message.delivery, receivedAt: 0, deadline: 0 };
    }
  }
}
