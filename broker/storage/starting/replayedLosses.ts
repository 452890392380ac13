import type { Jumps } from '../../engine/state/jumps.ts';
import { type LaterState, type Loss, LostMessages } from '../writing/losses.ts';
import { arnOf } from '../format/queueCodec.ts';
import type { Replay } from './replay.ts';
import type { ReplayedMessage } from '../format/replayedMessage.ts';
import type { Segment } from '../disk/segment.ts';
import type { Slots } from '../writing/slots.ts';

/**
 * Finds what can still be undone in what was read from the segments: purges and deletions younger than `keptMs`. Keeps
 * their segments for as long as the first broker would have. To be called before the engine is restored.
 */
export function findLosses(
  replay: Replay,
  slots: Slots,
  segments: ReadonlyMap<number, Segment>,
  jumps: Jumps,
  now: number,
  keptMs: number,
): Loss[] {
  const candidates = new Map<number, Omit<Loss, 'messages'>>();
  // Time that the clock skipped does not count against the time to undo.
  const keptUntil = (at: number): number => at + keptMs + jumps.jumpedMs(at, now);
  for (const queue of replay.queues.values()) {
    const at = Math.min(replay.sweptAt.get(queue.number) ?? 0, now);
    if (keptUntil(at) > now) candidates.set(queue.number, { kind: 'purge', arn: arnOf(queue), at, queue });
  }
  for (const queue of replay.goneQueues.values()) {
    const arn = arnOf(queue);
    const deletion = replay.deletions.get(arn);
    // Of the queues that had one name, only the newest can be made again.
    if (deletion?.queueNumber !== queue.number || replay.undone.has(queue.number)) continue;
    const at = Math.min(deletion.at, now);
    if (keptUntil(at) > now) candidates.set(queue.number, { kind: 'delete', arn, at, queue });
  }
  if (candidates.size === 0) return [];
  const taken = new Map<number, { slot: number; later: LaterState | undefined }[]>();
  for (const message of replay.messages.values()) {
    const loss = candidates.get(message.queueNumber);
    const arrival = slots.arrival[message.slot] as number;
    if (loss === undefined || !replay.wasLost(message.queueNumber, arrival, loss.kind)) continue;
    const list = taken.get(message.queueNumber) ?? [];
    list.push({ slot: message.slot, later: replayedState(slots, message) });
    taken.set(message.queueNumber, list);
  }
  return [...candidates]
    .map(([number, loss]) => {
      const messages = LostMessages.take(slots, taken.get(number) ?? []);
      messages.keepSegments(segments, keptUntil(loss.at));
      return { ...loss, messages };
    })
    .filter(({ kind, messages }) => kind === 'delete' || messages.count > 0)
    .sort((one, other) => one.at - other.at);
}

/** As {@link laterStateOf}, of a message that was read from the segments. */
export function replayedState(slots: Slots, message: ReplayedMessage): LaterState | undefined {
  const { slot, lease, sentAt, movedFromArn } = message;
  const segment = slots.stateSegment[slot] as number;
  if (segment === 0 && lease === undefined) return undefined;
  const { receiveCount = 0, firstReceivedAt = 0 } = lease ?? {};
  return { sentAt, receiveCount, firstReceivedAt, movedFromArn, segment };
}
