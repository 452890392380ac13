import type { QueueName } from '../../engine/state/queue.ts';
import type { SavedQueue } from '../format/queueCodec.ts';
import { queueKey } from '../writing/journalWriter.ts';
import type { RecordStore } from '../writing/recordStore.ts';
import type { RecoveredState } from './recoveredState.ts';

/**
 * A name goes to another queue only when the queue that has it was deleted. Where two have one name, the record of that
 * deletion is damaged: the older queue is deleted all the same. Otherwise its messages would be where no call finds them, and
 * come back at the deletion of the newer one.
 */
export function dropReplaced(recoveredState: RecoveredState, records: RecordStore): readonly SavedQueue[] {
  const newest = new Map<string, SavedQueue>();
  for (const queue of recoveredState.queues.values()) {
    const other = newest.get(nameOf(queue));
    if (other === undefined || other.number < queue.number) newest.set(nameOf(queue), queue);
  }
  const replaced = [...recoveredState.queues.values()].filter((queue) => newest.get(nameOf(queue)) !== queue);
  for (const { number } of replaced) {
    recoveredState.deleted.add(number);
    recoveredState.queues.delete(number);
    records.meta.forget(queueKey(number));
  }
  return replaced;
}

/** Writes the deletions again, so that they outlast the newer queues. */
export function writeReplaced(replaced: readonly SavedQueue[], records: RecordStore, at: number): void {
  for (const queue of replaced) {
    records.writeSweep({
      queueNumber: queue.number,
      lastArrival: undefined,
      lastMessage: records.counters.messageNumber,
      at,
      upTo: records.log.current.number,
      arn: nameOf(queue),
    });
  }
}

function nameOf({ region, account, name }: QueueName): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}
