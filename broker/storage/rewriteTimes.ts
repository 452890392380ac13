import type { Engine } from '../engine/engine.ts';
import { allMessages } from '../engine/operations/unreadable.ts';
import type { Recorder } from './recorder.ts';
import type { Records } from './records.ts';
import type { Sweep } from './segment.ts';

/** After the clock was set back every time that was written is wrong: all that still count are written again. */
export function rewriteTimes(engine: Engine, records: Records, recorder: Recorder): void {
  for (const queue of engine.allQueues()) {
    recorder.writeQueue(queue);
    for (const message of allMessages(queue)) recorder.writeState(message);
    for (const [key, entry] of queue.deduplication.all()) {
      records.writeDeduplication({ queueNumber: queue.number, key, ...entry });
    }
  }
  for (const task of engine.moveTasks.values()) recorder.writeTask(task);
  for (const sweep of listDeletions(engine, records)) records.writeSweep(sweep);
}

/** Moves what the journal itself remembers of times, for a clock that was set back, and writes all times again. */
export function moveTimes(engine: Engine, records: Records, recorder: Recorder, byMs: number): void {
  recorder.losses.shiftTimes(byMs);
  for (const segment of records.log.segments.values()) segment.shiftTimes(byMs);
  rewriteTimes(engine, records, recorder);
}

/** The records of deleted queues whose names are blocked, as they would be now. */
function listDeletions(engine: Engine, records: Records): Iterable<Sweep> {
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
