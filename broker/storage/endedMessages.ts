import type { Jump, Jumps } from '../engine/state/jumps.ts';
import { type LaterState, LostMessages, replayedState } from './losses.ts';
import { arnOf } from './queueCodec.ts';
import type { Replay } from './replay.ts';
import type { ReplayedMessage } from './replayedMessage.ts';
import type { Segment } from './segment.ts';
import type { Slots } from './slots.ts';

/** Messages of one queue that a jump of the clock ended, and where they are. */
export interface Ended {
  readonly jump: number;
  readonly arn: string;
  readonly messages: LostMessages;
}

/** Messages of all jumps, at 22 bytes each and more for those that were received. The newest jump's are always kept. */
const MAX_MESSAGES = 2_000_000;

/** What jumps of the clock ended and can still be brought back, by jump and queue. */
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

  /** Returns what a jump ended and removes it. */
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
  collect(slots: Slots): Ended[] {
    return [...this.taken].map(([arn, rows]) => ({
      jump: this.jump,
      arn,
      messages: LostMessages.take(
        slots,
        rows.filter(({ slot }) => slots.segment[slot] !== 0),
      ),
    }));
  }
}

/** A message that comes back at a start, because its undo was under way when the last broker ended. */
export interface Returning {
  readonly jump: number;
  readonly message: ReplayedMessage;
}

/**
 * Finds in what was read from the segments what jumps of the clock have ended: what can be brought back for `keptMs` of time
 * that was no jump, and what is on its way back, which is among the messages of the replay then. To be called before the
 * engine is restored.
 */
export function findEnded(
  replay: Replay,
  slots: Slots,
  segments: ReadonlyMap<number, Segment>,
  jumps: Jumps,
  now: number,
  keptMs: number,
): { readonly ended: readonly Ended[]; readonly returning: readonly Returning[] } {
  const books = new Map<Jump, EndingMessages>();
  const returning: Returning[] = [];
  const { names, present } = nameQueues(replay);
  const candidates = new Map(jumps.all().map((jump) => [jump.number, jump]));
  for (const { message, jump: number } of replay.ended.values()) {
    const jump = candidates.get(number);
    const from = names.get(message.queueNumber);
    // What was back once is no longer what the jump ended, wherever it is now.
    if (jump === undefined || from === undefined || jump.waiting?.includes(from) === false) continue;
    const to = present.get(from);
    if (jump.shiftMs !== undefined && to !== undefined) {
      returning.push({ jump: number, message });
      replay.ended.delete(message.number);
      readmit(replay, message, to.number, jump.shiftMs, jump.byMs === 0);
    } else if (jumps.livedSince(jump, now) < keptMs) {
      const book = books.get(jump) ?? new EndingMessages(number);
      books.set(jump, book);
      book.add(from, { slot: message.slot, later: replayedState(slots, message) });
    }
  }
  const ended = jumps.all().flatMap((jump) => {
    const found = books.get(jump)?.collect(slots) ?? [];
    const until = now + keptMs - jumps.livedSince(jump, now);
    for (const { messages } of found) messages.keepSegments(segments, until);
    return found;
  });
  for (const number of replay.ended.keys()) replay.forgetEnded(number);
  return { ended, returning };
}

/** The ARNs of existing and deleted queues, by number, and the queues that have them now. */
function nameQueues({ queues, goneQueues }: Replay) {
  const names = new Map([...goneQueues, ...queues].map(([number, queue]) => [number, arnOf(queue)]));
  const present = new Map([...queues.values()].map((queue) => [arnOf(queue), queue]));
  return { names, present };
}

/**
 * A message that a jump ended is on its way back: it is in a queue again, in its old place unless all that was there then
 * was purged, with its counts and without a receive.
 * @param wasNever whether the jump did not come to its end: the message has its receive, too
 */
function readmit(
  replay: Replay,
  message: ReplayedMessage,
  queueNumber: number,
  shiftMs: number,
  wasNever: boolean,
): void {
  const { slots, log, counters } = replay.records;
  const { slot, lease, visibleAt } = message;
  const swept = replay.sweeps.get(queueNumber) ?? 0;
  if ((slots.arrival[slot] as number) <= swept) slots.arrival[slot] = ++counters.arrival;
  message.queueNumber = queueNumber;
  message.sentAt += shiftMs;
  if (visibleAt !== 0) message.visibleAt += shiftMs;
  if (lease !== undefined && !wasNever) {
    const firstReceivedAt = lease.firstReceivedAt + shiftMs;
    message.lease = { ...lease, firstReceivedAt, receivedAt: 0, deadline: 0 };
  }
  slots.stateSegment[slot] = 0;
  const segment = log.segments.get(slots.segment[slot] as number);
  if (segment !== undefined) {
    segment.liveBytes += slots.bytes[slot] as number;
    segment.liveCount++;
  }
  replay.messages.set(message.number, message);
}
