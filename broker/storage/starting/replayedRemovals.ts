import type { Jumps } from '../../engine/state/jumps.ts';
import { type LaterState, type Removal, RemovedMessages } from '../writing/removals.ts';
import { arnOf } from '../format/queueCodec.ts';
import type { RecoveredState } from './recoveredState.ts';
import type { ReplayedMessage } from '../format/replayedMessage.ts';
import type { Segment } from '../disk/segment.ts';
import type { MessageTable } from '../writing/messageTable.ts';

/**
 * Finds what can still be undone in what was read from the segments: purges and deletions younger than `keptMs`. Keeps
 * their segments for as long as the first broker would have. To be called before the engine is restored.
 */
export function findRemovals(
  recoveredState: RecoveredState,
  table: MessageTable,
  segments: ReadonlyMap<number, Segment>,
  jumps: Jumps,
  now: number,
  keptMs: number,
): Removal[] {
  const candidates = new Map<number, Omit<Removal, 'messages'>>();
  // Time that the clock skipped does not count against the time to undo.
  const keptUntil = (at: number): number => at + keptMs + jumps.jumpedMs(at, now);
  for (const queue of recoveredState.queues.values()) {
    const at = Math.min(recoveredState.sweptAt.get(queue.number) ?? 0, now);
    if (keptUntil(at) > now) candidates.set(queue.number, { kind: 'purge', arn: arnOf(queue), at, queue });
  }
  for (const queue of recoveredState.goneQueues.values()) {
    const arn = arnOf(queue);
    const deletion = recoveredState.deletions.get(arn);
    // Of the queues that had one name, only the newest can be made again.
    if (deletion?.queueNumber !== queue.number || recoveredState.undone.has(queue.number)) continue;
    const at = Math.min(deletion.at, now);
    if (keptUntil(at) > now) candidates.set(queue.number, { kind: 'delete', arn, at, queue });
  }
  if (candidates.size === 0) return [];
  const taken = new Map<number, { slot: number; later: LaterState | undefined }[]>();
  for (const message of recoveredState.messages.values()) {
    const removal = candidates.get(message.queueNumber);
    const arrival = table.arrival[message.slot] as number;
    if (removal === undefined || !recoveredState.wasLost(message.queueNumber, arrival, removal.kind))
      continue;
    const list = taken.get(message.queueNumber) ?? [];
    list.push({ slot: message.slot, later: replayedState(table, message) });
    taken.set(message.queueNumber, list);
  }
  return [...candidates]
    .map(([number, removal]) => {
      const messages = RemovedMessages.take(table, taken.get(number) ?? []);
      messages.keepSegments(segments, keptUntil(removal.at));
      return { ...removal, messages };
    })
    .filter(({ kind, messages }) => kind === 'delete' || messages.count > 0)
    .sort((one, other) => one.at - other.at);
}

/** As {@link laterStateOf}, of a message that was read from the segments. */
export function replayedState(table: MessageTable, message: ReplayedMessage): LaterState | undefined {
  const { slot, delivery, sentAt, movedFromArn } = message;
  const segment = table.stateSegment[slot] as number;
  if (segment === 0 && delivery === undefined) return undefined;
  const { receiveCount = 0, firstReceivedAt = 0 } = delivery ?? {};
  return { sentAt, receiveCount, firstReceivedAt, movedFromArn, segment };
}
