import type { MessageContent } from '../engine/base/content.ts';
import { type RemovedMessage, shiftRemoved } from '../engine/operations/undoEdit.ts';
import type { Schedule } from '../time/schedule.ts';

/** One message that an edit took out of its queue: deleted, with its content, or moved, to where. */
export type Edited =
  | { readonly removed: RemovedMessage; readonly content: MessageContent }
  | { readonly removed: RemovedMessage; readonly toQueueArn: string; readonly movedNumber: number };

interface Edit {
  readonly messages: readonly Edited[];
  readonly bytes: number;
  readonly forget: () => void;
}

const REMEMBERED_MS = 600_000;
const MAXIMUM_MESSAGES = 100_000;
const MAXIMUM_BYTES = 64 * 1_048_576;

/** What the editor did to messages, for as long as it can be taken back. The oldest edits are forgotten first. */
export class EditMemory {
  private readonly schedule: Schedule;
  /** The oldest first. */
  private readonly edits = new Map<number, Edit>();
  private lastId = 0;
  private messages = 0;
  private bytes = 0;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
  }

  /** Whether an edit can be remembered; `bytes`: of the contents of deleted messages. Others may have to be forgotten. */
  hasRoomFor(messages: number, bytes: number): boolean {
    return messages <= MAXIMUM_MESSAGES && bytes <= MAXIMUM_BYTES;
  }

  /** @returns the number by which the edit can be taken back; undefined if it is too large to be remembered */
  keep(messages: readonly Edited[]): number | undefined {
    const bytes = messages.reduce(
      (sum, edited) => sum + ('content' in edited ? edited.removed.sizeBytes : 0),
      0,
    );
    if (messages.length === 0 || !this.hasRoomFor(messages.length, bytes)) return undefined;
    this.lastId += 1;
    const id = this.lastId;
    this.messages += messages.length;
    this.bytes += bytes;
    this.edits.set(id, { messages, bytes, forget: this.schedule(REMEMBERED_MS, () => this.take(id)) });
    for (const oldest of this.edits.keys()) {
      if (this.messages <= MAXIMUM_MESSAGES && this.bytes <= MAXIMUM_BYTES) break;
      this.take(oldest);
    }
    return id;
  }

  /** Returns an edit and forgets it; undefined if it is not remembered. */
  take(id: number): readonly Edited[] | undefined {
    const edit = this.edits.get(id);
    if (edit === undefined) return undefined;
    edit.forget();
    this.edits.delete(id);
    this.messages -= edit.messages.length;
    this.bytes -= edit.bytes;
    return edit.messages;
  }

  /** For a clock that was set back. */
  shiftTimes(byMs: number): void {
    for (const [id, edit] of this.edits) {
      const messages = edit.messages.map((edited) => ({
        ...edited,
        removed: shiftRemoved(edited.removed, byMs),
      }));
      this.edits.set(id, { ...edit, messages });
    }
  }

  stop(): void {
    for (const id of this.edits.keys()) this.take(id);
  }
}
