import type { Engine } from '../../engine/engine.ts';
import type { Message } from '../../engine/state/message.ts';
import type { Queue } from '../../engine/state/queue.ts';
import { restoreMessage } from '../../engine/operations/restore.ts';
import { discard } from '../../engine/operations/transitions.ts';
import type { Jumps } from '../../engine/state/jumps.ts';
import type { Ended } from '../writing/endedMessages.ts';
import type { Returning } from '../starting/replayedEnded.ts';
import { isReadFailure } from '../writing/readFailure.ts';
import type { JournalWriter } from '../writing/journalWriter.ts';
import type { RecordStore } from '../writing/recordStore.ts';
import { shiftOf } from '../writing/shiftOf.ts';

/** Progress or result of undoing a clock jump. */
export interface UndoneAdvance {
  /** Restored messages. */
  readonly messages: number;
  /** Messages whose segments are missing or damaged. */
  readonly missing: number;
  /** ARNs of queues that do not exist now, or were purged meanwhile: their messages can still be restored. */
  readonly waiting: readonly string[];
}

/** Work in one turn of the event loop, ms. */
const STEP_MS = 4;

/** Messages of one queue on their way back. */
interface Return {
  readonly ended: Ended;
  readonly queue: Queue;
  readonly purgedAt: number;
  /** Arrivals up to this one are void, because the queue was purged since. */
  readonly swept: number;
  /** What is added to those. */
  readonly shift: number;
  /** How many are not back yet: the last ones come first, so that each finds its place at the head of its group. */
  left: number;
}

/**
 * Puts back what a jump of the clock has ended: each message in its old place in its queue, visible or delayed, with its
 * counts and with what was left of its life. That the jump is undone was written before; a broker that ends in the middle
 * continues with that at its next start. Each message gets a record of its own, since the void of the old one stays.
 */
export class AdvanceUndo {
  private readonly engine: Engine;
  private readonly writer: JournalWriter;
  private readonly records: RecordStore;
  private readonly jumps: Jumps;
  private readonly jump: number;
  private readonly todo: Ended[];
  private current: Return | undefined;
  private messages = 0;
  private missing = 0;
  private readonly waiting: Ended[] = [];

  constructor(engine: Engine, writer: JournalWriter, records: RecordStore, jumps: Jumps, jump: number) {
    this.engine = engine;
    this.writer = writer;
    this.records = records;
    this.jumps = jumps;
    this.jump = jump;
    this.todo = [...writer.ended.take(jump)];
  }

  get progress(): UndoneAdvance {
    const { messages, missing, waiting } = this;
    return { messages, missing, waiting: waiting.map(({ arn }) => arn) };
  }

  /** The queue that is being worked on, with how far it is. */
  get position(): { readonly arn: string; readonly done: number; readonly total: number } | undefined {
    const { current } = this;
    if (current === undefined) return undefined;
    const { arn, messages } = current.ended;
    return { arn, done: messages.count - current.left, total: messages.count };
  }

  /** Does a bounded piece of work. Returns whether there is more to do. */
  step(): boolean {
    const until = performance.now() + STEP_MS;
    const now = this.engine.begin();
    while (performance.now() < until) {
      this.current ??= this.beginNext();
      const { current } = this;
      if (current === undefined) return this.end();
      const { queue } = current;
      if (queue.isDeleted || queue.purgedAt !== current.purgedAt) this.leave(current);
      else if (current.left === 0) this.finish(current);
      else if (this.restore(current, --current.left, now)) this.messages++;
      else this.missing++;
    }
    this.engine.settle();
    return true;
  }

  /** It cannot continue: what is left can be asked for once more. */
  abandon(): void {
    if (this.current !== undefined) this.leave(this.current);
    this.waiting.push(...this.todo.splice(0));
    this.end();
  }

  private end(): false {
    const { writer, jumps, jump, waiting } = this;
    writer.ended.add(waiting);
    jumps.endUndo(
      jump,
      waiting.map(({ arn }) => arn),
    );
    this.engine.settle();
    return false;
  }

  private beginNext(): Return | undefined {
    for (let ended = this.todo.shift(); ended !== undefined; ended = this.todo.shift()) {
      const queue = this.engine.findByArn(ended.arn);
      if (queue === undefined) this.waiting.push(ended);
      else return this.begin(ended, queue);
    }
    return undefined;
  }

  private begin(ended: Ended, queue: Queue): Return {
    const { log, counters } = this.records;
    const { messages } = ended;
    const sweeps = [...log.segments.values()].flatMap((segment) => segment.sweeps);
    const swept = sweeps
      .filter(({ queueNumber }) => queueNumber === queue.number)
      .reduce((last, { lastArrival = 0 }) => Math.max(last, lastArrival), 0);
    const shift = counters.arrival + 1 - (messages.count === 0 ? 0 : messages.arrivalOf(0));
    if (messages.count > 0 && messages.arrivalOf(0) <= swept) {
      counters.arrival = messages.arrivalOf(messages.count - 1) + shift;
    }
    for (const segment of this.claimed(ended)) segment.claims++;
    queue.order.pauses++;
    return { ended, queue, purgedAt: queue.purgedAt, swept, shift, left: messages.count };
  }

  private *claimed({ messages }: Ended) {
    for (const number of messages.segments()) {
      const segment = this.records.log.segments.get(number);
      if (segment !== undefined) yield segment;
    }
  }

  private finish({ ended, queue }: Return): void {
    for (const segment of this.claimed(ended)) segment.claims--;
    queue.order.pauses--;
    this.engine.awaken(queue);
    this.current = undefined;
  }

  /** A purge or a deletion meanwhile applies to the whole queue; the rest can be undone later. */
  private leave(current: Return): void {
    const { ended, left } = current;
    this.finish(current);
    this.waiting.push({ ...ended, messages: ended.messages.first(left) });
  }

  private restore({ ended, queue, swept, shift }: Return, index: number, now: number): boolean {
    const { engine, records } = this;
    const { messages } = ended;
    const place = messages.placeOf(index);
    const saved = records.readMessageAt(place);
    if (saved === undefined) return false;
    const { state, sizeBytes, content } = saved;
    const later = messages.laterState(index);
    const sentAt = later?.sentAt ?? state.sentAt;
    const shiftMs = shiftOf(sentAt, this.jumps.find(this.jump)?.shiftMs ?? 0, now);
    const before = messages.arrivalOf(index);
    const arrival = before <= swept ? before + shift : before;
    const slot = records.adopt(place, messages.bytesOf(index), arrival);
    const message = restoreMessage(
      engine,
      queue,
      {
        number: state.number,
        content: slot,
        sentAt: sentAt + shiftMs,
        sizeBytes,
        groupId: content.groupId,
        // Its record may have the times of a clock that was set back since; all of them moved together.
        delayMs: sentAt - state.sentAt + state.visibleAt + shiftMs - now,
        delivery: undefined,
        deadLetterSourceArn: later === undefined ? state.movedFromArn : later.movedFromArn,
      },
      now,
      (other) => (records.table.arrival[other.content as number] as number) > arrival,
    );
    records.table.owners[slot] = message;
    if (later !== undefined) restoreCounts(message, later, shiftMs);
    return this.move(slot, message);
  }

  private move(slot: number, message: Message): boolean {
    if (isMoved(this.writer, slot, message)) return true;
    discard(this.engine, message);
    this.records.dropped.markAccountedFor(slot);
    return false;
  }
}

function restoreCounts(
  message: Message,
  { receiveCount, firstReceivedAt }: { readonly receiveCount: number; readonly firstReceivedAt: number },
  shiftMs: number,
): void {
  message.receiveCount = receiveCount;
  message.firstReceivedAt = firstReceivedAt === 0 ? 0 : firstReceivedAt + shiftMs;
}

/**
 * Continues with what a broker was putting back when it ended: the messages are in their queues, and their old records void.
 * @param ended what can still be restored
 */
export function finishReturns(
  returning: readonly Returning[],
  ended: readonly Ended[],
  records: RecordStore,
  writer: JournalWriter,
  jumps: Jumps,
): void {
  const stuck = new Set<number>();
  for (const { jump, message } of returning) {
    const { slot } = message;
    const owner = records.table.owners[slot];
    // It may have been set aside: another start tries again.
    if (owner === undefined || !isMoved(writer, slot, owner)) stuck.add(jump);
  }
  for (const { number, shiftMs } of jumps.all()) {
    if (shiftMs === undefined || stuck.has(number)) continue;
    const waiting = ended.filter(({ jump }) => jump === number);
    jumps.endUndo(
      number,
      waiting.map(({ arn }) => arn),
    );
  }
}

function isMoved(writer: JournalWriter, slot: number, message: Message): boolean {
  try {
    writer.moveMessage(slot, message);
    return true;
  } catch (error) {
    if (!isReadFailure(error)) throw error;
    return false;
  }
}
