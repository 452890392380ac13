import * as l10n from '@vscode/l10n';
import { BATCH_MESSAGES } from '../../../broker/protocol/batchLimit.ts';
import type { BatchedMessage } from '../../../broker/protocol/messages.ts';
import { cutIntoBatches } from '../../connections/messageBatches.ts';
import { HeldMessages, type MessageHandle } from '../heldMessages.ts';
import { Pace } from './pace.ts';
import {
  type MessageSource,
  type MessageTarget,
  type SentMessage,
  type TakenMessage,
  TransferCallError,
  type TransferClock,
  type TransferJournal,
} from './ports.ts';
import type { TransferEnd, TransferProgress, TransferReport } from './transferReport.ts';

/** A copy leaves the source as it was; a move deletes what the target has stored. */
export type TransferMode = 'copy' | 'move';

export interface TransferOptions {
  readonly mode: TransferMode;
  readonly source: MessageSource;
  readonly target: MessageTarget;
  readonly journal: TransferJournal;
  readonly clock: TransferClock;
  /** Messages; those that were stored before an interruption are part of them. */
  readonly maximum: number;
  /** Undefined: as fast as it goes. */
  readonly messagesPerSecond: number | undefined;
  /** Of a FIFO queue: behind a message that failed, none of its group may pass. */
  readonly isFifo: boolean;
  /** Epoch ms: until then, messages that an interrupted transfer had received may be hidden. */
  readonly hiddenUntilMs?: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TransferProgress) => void;
}

/** Long polls that bring nothing new, one after the other, after which a queue counts as read. */
export const IDLE_TAKES = 3;
/** Between two tries to receive messages that an interrupted transfer has hidden. */
const HIDDEN_WAIT_MS = 15_000;
/** After so many in a row that were rejected, it stops: what is wrong is not the messages, or the user wants to know it. */
const MAXIMUM_REJECTED = 3 * BATCH_MESSAGES;
/** Of a batch, by the rule of the service. */
const BATCH_BYTES = 1_048_576;

/**
 * Copies or moves messages of one queue to another, in the order in which they are taken. Whatever fails, and whenever it is
 * cancelled: no message is lost, all that were taken and not deleted are given back, and what the target has acknowledged is not sent
 * again by a transfer with the same journal. Runs once.
 */
export class Transfer {
  readonly #options: TransferOptions;
  readonly #held: HeldMessages;
  readonly #pace: Pace;
  /** IDs of messages that were stored by an earlier transfer with this journal. */
  readonly #before: ReadonlySet<string>;
  /** IDs of those that were on their way when it was interrupted. */
  readonly #unsureBefore: ReadonlySet<string>;
  /** IDs of messages that this one has stored, or of which it knows why not. */
  readonly #handled = new Set<string>();
  /** IDs of stored messages that could not be deleted yet. */
  readonly #undeleted = new Set<string>();
  readonly #blockedGroups = new Set<string>();
  #failedCount = 0;
  #firstFailure: string | undefined;
  #rejectedInARow = 0;
  #duplicateCount = 0;
  #unsureCount = 0;
  #maybeTwiceCount = 0;

  constructor(options: TransferOptions) {
    this.#options = options;
    this.#held = new HeldMessages(options.source, options.clock.readNow);
    this.#pace = new Pace(options.messagesPerSecond, options.clock.readNow);
    this.#before = new Set(options.journal.stored);
    this.#unsureBefore = new Set(options.journal.unsure);
  }

  async run(): Promise<TransferReport> {
    let end: TransferEnd;
    let problem: string | undefined;
    try {
      end = await this.#pump();
      await this.#deleteRest();
    } catch (error) {
      // Whatever it is: what was taken is given back.
      end = 'failed';
      problem = error instanceof Error ? error.message : String(error);
    }
    const { count, untilMs } = await this.#held.giveBack((left) => this.#report(left));
    return {
      end,
      ...(problem !== undefined && { problem }),
      storedCount: this.#options.journal.stored.size,
      failedCount: this.#failedCount,
      firstFailure: this.#firstFailure,
      duplicateCount: this.#duplicateCount,
      ...this.#countKept(end),
      unsureCount: this.#unsureCount,
      maybeTwiceCount: this.#maybeTwiceCount,
      hidden: { count, untilMs },
    };
  }

  async #pump(): Promise<TransferEnd> {
    const { clock, signal, hiddenUntilMs = 0 } = this.#options;
    let idle = 0;
    for (;;) {
      const hiddenMs = hiddenUntilMs - clock.readNow();
      if (idle >= IDLE_TAKES && hiddenMs <= 0) return 'finished';
      const idleMs = idle >= IDLE_TAKES ? Math.min(HIDDEN_WAIT_MS, hiddenMs) : 0;
      await clock.wait(Math.max(this.#pace.waitMs, idleMs), signal);
      if (signal.aborted) return 'cancelled';
      await this.#held.extendDue();
      const room = this.#countRoom();
      if (room === 0 && !this.#awaitsDeletes()) return 'maximum';
      const { messages, isLast } = await this.#take(room);
      const isNew = await this.#pass(messages);
      if (signal.aborted) return 'cancelled';
      if (isLast) return 'finished';
      idle = isNew ? 0 : idle + 1;
    }
  }

  async #take(room: number): ReturnType<MessageSource['take']> {
    const { source, clock } = this.#options;
    const maximum = room === 0 ? BATCH_MESSAGES : Math.min(BATCH_MESSAGES, room);
    const takenAtMs = clock.readNow();
    try {
      const taken = await source.take(maximum);
      this.#held.add(taken.messages, takenAtMs);
      return taken;
    } catch (error) {
      if (error instanceof TransferCallError && error.effect === 'unsure') this.#held.noteLost(maximum);
      throw error;
    }
  }

  /** @returns whether one of them was not known */
  async #pass(messages: readonly TakenMessage[]): Promise<boolean> {
    const { mode, isFifo, signal } = this.#options;
    const storedBefore = messages.filter(({ messageId }) => this.#isStored(messageId));
    const isNews = storedBefore.some(({ messageId }) => !this.#handled.has(messageId));
    for (const { messageId } of storedBefore) this.#handled.add(messageId);
    if (mode === 'move') await this.#delete(storedBefore);
    const fresh = messages
      .filter(({ messageId }) => !this.#handled.has(messageId))
      .slice(0, this.#countRoom());
    this.#pace.note(fresh.length);
    for await (const batch of cutIntoBatches(fresh, BATCH_BYTES)) {
      for (const part of isFifo ? cutByGroup(batch) : [batch]) {
        if (signal.aborted) break;
        await this.#send(part);
        this.#report();
        if (this.#rejectedInARow >= MAXIMUM_REJECTED)
          throw new Error(l10n.t('Too many messages in a row were rejected.'));
      }
    }
    return isNews || fresh.length > 0;
  }

  async #send(batch: readonly TakenMessage[]): Promise<void> {
    const { journal, target, mode } = this.#options;
    const sent = batch.filter((each) => !this.#isBehindFailed(each));
    if (sent.length === 0) return;
    await journal.noteSending(sent.map(({ messageId }) => messageId));
    let sends: readonly SentMessage[];
    try {
      sends = await target.send(sent.map((each) => this.#prepare(each)));
    } catch (error) {
      if (!(error instanceof TransferCallError)) throw error;
      if (error.effect === 'unsure') this.#unsureCount += sent.length;
      else await journal.noteStored([]);
      if (error.effect !== 'message') throw error;
      const [first] = sent;
      if (sent.length > 1) for (const each of sent) await this.#send([each]);
      else if (first) this.#fail(first, error.message);
      return;
    }
    const stored: TakenMessage[] = [];
    let stop: string | undefined;
    for (const [place, each] of sent.entries()) {
      const outcome = sends[place] ?? { refusal: '' };
      // One that was on its way when the window closed is its own duplicate.
      if ('stops' in outcome) stop ??= outcome.refusal;
      else if ('refusal' in outcome) this.#fail(each, outcome.refusal);
      else if (outcome.isDuplicate && !this.#unsureBefore.has(each.messageId)) this.#noteDuplicate(each);
      else {
        stored.push(each);
        if (!outcome.isDuplicate && this.#unsureBefore.has(each.messageId)) this.#maybeTwiceCount += 1;
        if (mode === 'move') this.#undeleted.add(each.messageId);
      }
    }
    await journal.noteStored(stored.map(({ messageId }) => messageId));
    for (const { messageId } of stored) this.#handled.add(messageId);
    if (stored.length > 0) this.#rejectedInARow = 0;
    if (mode === 'move') await this.#delete(stored);
    if (stop !== undefined) throw new TransferCallError(stop, 'stop');
  }

  /**
   * A FIFO queue drops a message whose deduplication ID it got in the last 5 minutes, and most do not say so: a move would then delete
   * what is stored nowhere. When the target got that ID, the source does not know. Message and transfer make an ID that it got only from
   * this transfer, also when that is resumed.
   */
  #prepare({ messageId, message }: TakenMessage): BatchedMessage {
    const { mode, isFifo, journal } = this.#options;
    return mode === 'move' && isFifo
      ? { ...message, deduplicationId: `${messageId}.${journal.id}` }
      : message;
  }

  /** @param messages up to 10 */
  async #delete(messages: readonly MessageHandle[]): Promise<void> {
    if (messages.length === 0) return;
    const { source, journal } = this.#options;
    for (const { messageId } of messages) this.#undeleted.add(messageId);
    const refusals = await source.delete(messages);
    const deleted = messages.filter(({ messageId }) => !refusals.has(messageId));
    for (const { messageId } of deleted) {
      this.#undeleted.delete(messageId);
      this.#held.drop(messageId);
    }
    await journal.noteDeleted(deleted.map(({ messageId }) => messageId));
  }

  /** Tries once more what could not be deleted. */
  async #deleteRest(): Promise<void> {
    const rest = [...this.#undeleted].flatMap((messageId) => this.#held.find(messageId) ?? []);
    for (let start = 0; start < rest.length; start += BATCH_MESSAGES)
      await this.#delete(rest.slice(start, start + BATCH_MESSAGES));
  }

  /** It stays held until the end, so that it does not come back at once, and is given back then. */
  #fail({ messageId, message: { groupId } }: TakenMessage, reason: string): void {
    this.#handled.add(messageId);
    this.#failedCount += 1;
    this.#rejectedInARow += 1;
    this.#firstFailure ??= reason;
    if (this.#options.isFifo && groupId !== undefined) this.#blockedGroups.add(groupId);
  }

  #noteDuplicate({ messageId }: TakenMessage): void {
    this.#handled.add(messageId);
    this.#duplicateCount += 1;
  }

  #isBehindFailed({ messageId, message: { groupId } }: TakenMessage): boolean {
    if (groupId === undefined || !this.#blockedGroups.has(groupId)) return false;
    if (!this.#handled.has(messageId)) this.#failedCount += 1;
    this.#handled.add(messageId);
    return true;
  }

  #isStored(messageId: string): boolean {
    return this.#options.journal.stored.has(messageId);
  }

  #countRoom(): number {
    const { journal, maximum } = this.#options;
    return Math.max(0, maximum - journal.stored.size - this.#failedCount - this.#duplicateCount);
  }

  /** Messages that an interrupted move has stored come back, and are deleted then. */
  #awaitsDeletes(): boolean {
    return this.#listUndeletedBefore().length > 0;
  }

  #listUndeletedBefore(): readonly string[] {
    const { journal, mode } = this.#options;
    return mode === 'copy' ? [] : [...this.#before].filter((messageId) => !journal.deleted.has(messageId));
  }

  /** What a whole run did not get back is deleted already, or consumers of the source have received it. */
  #countKept(end: TransferEnd): Pick<TransferReport, 'inBothCount' | 'missedCount'> {
    const isWhole = end === 'finished' || end === 'maximum';
    const before = this.#listUndeletedBefore();
    const missed = isWhole ? before.filter((messageId) => !this.#undeleted.has(messageId)) : [];
    const inBoth = new Set([...this.#undeleted, ...(isWhole ? [] : before)]);
    return { inBothCount: inBoth.size, missedCount: missed.length };
  }

  #report(givingBackCount?: number): void {
    const storedCount = this.#options.journal.stored.size;
    this.#options.onProgress({
      storedCount,
      handledCount: storedCount + this.#failedCount + this.#duplicateCount,
      ...(givingBackCount !== undefined && { givingBackCount }),
    });
  }
}

/** Of a batch, one message may be rejected and the next one stored: so that none passes another, a batch has one of each group. */
function cutByGroup(batch: readonly TakenMessage[]): readonly (readonly TakenMessage[])[] {
  const parts: TakenMessage[][] = [];
  let groups = new Set<string | undefined>();
  for (const each of batch) {
    const { groupId } = each.message;
    if (parts.length === 0 || groups.has(groupId)) {
      parts.push([]);
      groups = new Set();
    }
    parts.at(-1)?.push(each);
    groups.add(groupId);
  }
  return parts;
}
