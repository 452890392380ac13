import type { Engine } from '../../engine/engine.ts';
import { allMessages } from '../../engine/operations/unreadable.ts';
import type { JournalWriter } from './journalWriter.ts';
import type { RecordStore } from './recordStore.ts';
import type { Sweep } from '../disk/segment.ts';

/** The note of the first segment that has no time from before the clock was set back. */
const TIMES_SINCE_NOTE = 'timesSince';

/**
 * After the clock was set back every time that was written is wrong: all that still count are written again. A time that is
 * over has no record to replace it by, and on a clock that is set back it would be young again. So all times are written to a
 * segment of their own and the next ones, and a note that comes last names it; where no segment can be begun now, ids in
 * this one may be taken for open, which is the safe side.
 */
export function rewriteTimes(engine: Engine, records: RecordStore, writer: JournalWriter): void {
  records.closeBlocks();
  records.log.roll();
  const since = records.log.current.number;
  for (const queue of engine.allQueues()) {
    writer.writeQueue(queue);
    for (const message of allMessages(queue)) writer.writeState(message);
    for (const [key, entry] of queue.deduplication.all()) {
      records.writeDeduplication({ queueNumber: queue.number, key, ...entry });
    }
  }
  for (const task of engine.moveTasks.values()) writer.writeTask(task);
  for (const sweep of listDeletions(engine, records)) records.writeSweep(sweep);
  writer.writeNote(TIMES_SINCE_NOTE, String(since));
}

/** @returns the number of the first segment whose times are right; 0 when the clock was never set back. */
export function readTimesSince(notes: ReadonlyMap<string, string>): number {
  const since = Number(notes.get(TIMES_SINCE_NOTE));
  return Number.isSafeInteger(since) ? since : 0;
}

/** Moves what the journal itself remembers of times, for a clock that was set back, and writes all times again. */
export function moveTimes(engine: Engine, records: RecordStore, writer: JournalWriter, byMs: number): void {
  writer.removals.shiftTimes(byMs);
  for (const segment of records.log.segments.values()) segment.shiftTimes(byMs);
  rewriteTimes(engine, records, writer);
}

/** The records of deleted queues whose names are blocked, as they would be now. */
function listDeletions(engine: Engine, records: RecordStore): Iterable<Sweep> {
  const deletions = new Map<number, Sweep>();
  for (const { sweeps } of records.log.segments.values()) {
    for (const sweep of sweeps) {
      const at = engine.deletedAt.get(sweep.arn);
      if (sweep.lastArrival !== undefined || at === undefined) continue;
      deletions.set(sweep.queueNumber, { ...sweep, at });
    }
  }
  return deletions.values();
}
