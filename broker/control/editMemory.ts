import * as l10n from '@vscode/l10n';
import { nanoid } from 'nanoid';
import type { MessageContent } from '../engine/base/content.ts';
import { type RemovedMessage, shiftRemoved } from '../engine/operations/undoEdit.ts';
import type {
  SetQueueAttributesParams,
  UndoableEdit,
  UndoableMessageEdit,
  UndoableQueueChange,
} from '../protocol/queue.ts';
import type { Schedule } from '../time/schedule.ts';

/** One message that an edit took out of its queue: deleted, with its content, or moved, to where. */
export type Edited =
  | { readonly removed: RemovedMessage; readonly content: MessageContent }
  | { readonly removed: RemovedMessage; readonly toQueueArn: string; readonly movedNumber: number };

/** What an edit did, for the list of edits. */
export type MessageEditNote = Omit<UndoableMessageEdit, 'undoId' | 'messages'>;
export type QueueChangeNote = Omit<UndoableQueueChange, 'undoId'>;

/** What an undo needs: the messages, or the change of a queue that puts its former values back. */
type Kept = { readonly messages: readonly Edited[] } | { readonly inverse: SetQueueAttributesParams };

interface Edit {
  readonly summary: UndoableEdit;
  readonly kept: Kept;
  readonly size: number;
  readonly bytes: number;
  readonly forget: () => void;
}

const REMEMBERED_MS = 600_000;
const MAXIMUM_MESSAGES = 100_000;
const MAXIMUM_BYTES = 64 * 1_048_576;

/** What the editor did to messages and queues, for as long as it can be taken back. The oldest edits are forgotten first. */
export class EditMemory {
  private readonly schedule: Schedule;
  /** The oldest first. */
  private readonly edits = new Map<string, Edit>();
  private messages = 0;
  private bytes = 0;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
  }

  /** Whether an edit can be remembered; `bytes`: of the contents of deleted messages. Others may have to be forgotten. */
  hasRoomFor(messages: number, bytes: number): boolean {
    return messages <= MAXIMUM_MESSAGES && bytes <= MAXIMUM_BYTES;
  }

  /** @returns the id by which the edit can be taken back; undefined if it is too large to be remembered */
  keep(note: MessageEditNote, messages: readonly Edited[]): string | undefined {
    const bytes = messages.reduce(
      (sum, edited) => sum + ('content' in edited ? edited.removed.sizeBytes : 0),
      0,
    );
    if (messages.length === 0 || !this.hasRoomFor(messages.length, bytes)) return undefined;
    const summarize = (undoId: string): UndoableEdit => ({ ...note, undoId, messages: messages.length });
    return this.remember(summarize, { messages }, messages.length, bytes);
  }

  /** @returns the id by which the change can be taken back */
  keepChange(note: QueueChangeNote, inverse: SetQueueAttributesParams): string {
    // It counts as one message: many changes are forgotten before they are a burden.
    const bytes = JSON.stringify(inverse).length;
    return this.remember((undoId) => ({ ...note, undoId }), { inverse }, 1, bytes);
  }

  /** What can be taken back, the oldest first. */
  list(): readonly UndoableEdit[] {
    return [...this.edits.values()].map(({ summary }) => summary);
  }

  /** The messages of an edit; undefined if it is not remembered. */
  findMessages(id: string): readonly Edited[] | undefined {
    const kept = this.edits.get(id)?.kept;
    return kept !== undefined && 'messages' in kept ? kept.messages : undefined;
  }

  /** What puts the former values of a changed queue back; undefined if it is not remembered. */
  findInverse(id: string): SetQueueAttributesParams | undefined {
    const kept = this.edits.get(id)?.kept;
    return kept !== undefined && 'inverse' in kept ? kept.inverse : undefined;
  }

  forget(id: string): void {
    const edit = this.edits.get(id);
    if (edit === undefined) return;
    edit.forget();
    this.edits.delete(id);
    this.messages -= edit.size;
    this.bytes -= edit.bytes;
  }

  /** For a clock that was set back. */
  shiftTimes(byMs: number): void {
    for (const [id, edit] of this.edits) {
      const { kept, summary } = edit;
      this.edits.set(id, {
        ...edit,
        summary: { ...summary, at: summary.at + byMs },
        kept:
          'inverse' in kept
            ? kept
            : {
                messages: kept.messages.map((edited) => ({
                  ...edited,
                  removed: shiftRemoved(edited.removed, byMs),
                })),
              },
      });
    }
  }

  stop(): void {
    for (const id of this.edits.keys()) this.forget(id);
  }

  /** The id is new in every broker: an editor may still offer to undo what an earlier one did. */
  private remember(
    summarize: (undoId: string) => UndoableEdit,
    kept: Kept,
    size: number,
    bytes: number,
  ): string {
    const id = nanoid();
    this.messages += size;
    this.bytes += bytes;
    const forget = this.schedule(REMEMBERED_MS, () => this.forget(id));
    this.edits.set(id, { summary: summarize(id), kept, size, bytes, forget });
    for (const oldest of this.edits.keys()) {
      if (this.messages <= MAXIMUM_MESSAGES && this.bytes <= MAXIMUM_BYTES) break;
      this.forget(oldest);
    }
    return id;
  }
}

/** Why an edit that is not remembered cannot be taken back. */
export function describeForgotten(): string {
  return l10n.t(
    'It was undone already, or the broker no longer remembers it. It remembers edits for up to ten minutes, until it stops.',
  );
}
