import type { Jump, Jumps } from '../../engine/state/jumps.ts';
import { type Ended, EndingMessages } from '../writing/endedMessages.ts';
import { shiftOf } from '../writing/shiftOf.ts';
import { arnOf } from '../format/queueCodec.ts';
import type { RecoveredState } from './recoveredState.ts';
import type { ReplayedMessage } from '../format/replayedMessage.ts';
import { replayedState } from './replayedRemovals.ts';
import type { Segment } from '../disk/segment.ts';
import type { MessageTable } from '../writing/messageTable.ts';

/** A message that a start restores, because its undo was not finished when the last broker ended. */
export interface Returning {
  readonly jump: number;
  readonly message: ReplayedMessage;
}

/**
 * Finds in what was read from the segments what jumps of the clock have ended: what can be restored for `keptMs` of time
 * that was no jump, and what is on its way back, which is among the messages of the replay then. To be called before the
 * engine is restored.
 */
export function findEnded(
  recoveredState: RecoveredState,
  table: MessageTable,
  segments: ReadonlyMap<number, Segment>,
  jumps: Jumps,
  now: number,
  keptMs: number,
): { readonly ended: readonly Ended[]; readonly returning: readonly Returning[] } {
  const books = new Map<Jump, EndingMessages>();
  const returning: Returning[] = [];
  const { names, present } = nameQueues(recoveredState);
  for (const { message, jump: slice } of recoveredState.ended.values()) {
    const jump = jumps.findOfSlice(slice);
    const from = names.get(message.queueNumber);
    // What was back once is no longer what the jump ended, wherever it is now.
    if (jump === undefined || from === undefined || jump.waiting?.includes(from) === false) continue;
    const to = present.get(from);
    if (jump.shiftMs !== undefined && to !== undefined) {
      returning.push({ jump: jump.number, message });
      recoveredState.ended.delete(message.number);
      readmit(
        recoveredState,
        message,
        to.number,
        shiftOf(message.sentAt, jump.shiftMs, now),
        jump.byMs === 0,
      );
    } else if (jumps.livedSince(jump, now) < keptMs) {
      const book = books.get(jump) ?? new EndingMessages(jump.number);
      books.set(jump, book);
      book.add(from, { slot: message.slot, later: replayedState(table, message) });
    }
  }
  const ended = jumps.all().flatMap((jump) => {
    const found = books.get(jump)?.collect(table) ?? [];
    const until = now + keptMs - jumps.livedSince(jump, now);
    for (const { messages } of found) messages.keepSegments(segments, until);
    return found;
  });
  for (const number of recoveredState.ended.keys()) recoveredState.forgetEnded(number);
  return { ended, returning };
}

/** The ARNs of existing and deleted queues, by number, and the queues that have them now. */
function nameQueues({ queues, goneQueues }: RecoveredState) {
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
  recoveredState: RecoveredState,
  message: ReplayedMessage,
  queueNumber: number,
  shiftMs: number,
  wasNever: boolean,
): void {
  const { table, log, counters } = recoveredState.records;
  const { slot, delivery, visibleAt } = message;
  const swept = recoveredState.sweeps.get(queueNumber) ?? 0;
  if ((table.arrival[slot] as number) <= swept) table.arrival[slot] = ++counters.arrival;
  message.queueNumber = queueNumber;
  message.sentAt += shiftMs;
  if (visibleAt !== 0) message.visibleAt += shiftMs;
  if (delivery !== undefined && !wasNever) {
    const firstReceivedAt = delivery.firstReceivedAt + shiftMs;
    message.delivery = { ...delivery, firstReceivedAt, receivedAt: 0, deadline: 0 };
  }
  table.stateSegment[slot] = 0;
  const segment = log.segments.get(table.segment[slot] as number);
  if (segment !== undefined) {
    segment.liveBytes += table.bytes[slot] as number;
    segment.liveCount++;
  }
  recoveredState.messages.set(message.number, message);
}
