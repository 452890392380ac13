import type { Engine } from '../../engine/engine.ts';
import type { SavedQueue } from '../format/queueCodec.ts';
import type { JournalWriter } from '../writing/journalWriter.ts';
import type { RecordStore } from '../writing/recordStore.ts';
import type { RecoveredState } from './recoveredState.ts';
import { writeReplaced } from './replacedQueues.ts';
import type { RestoredEngine } from './restoreEngine.ts';
import { rewriteTimes } from '../writing/rewriteTimes.ts';

/** What a start found, beside what is as it was written. */
export interface FoundAtStart extends RestoredEngine {
  /** Queues whose names newer ones have. */
  readonly replaced: readonly SavedQueue[];
}

/** Records what a start has repaired, before anything else happens. */
export function writeStart(
  engine: Engine,
  records: RecordStore,
  writer: JournalWriter,
  recoveredState: RecoveredState,
  { replaced, recovered, hadFutureTimes }: FoundAtStart,
): void {
  const { log } = records;
  // What is written from here on may fill its own segments, which need no rewriting.
  const older = [...log.segments.keys()].filter((number) => number !== log.current.number);
  records.writeOpening();
  for (const queue of recovered) writer.writeQueue(queue);
  writeReplaced(replaced, records, engine.ports.clock.now());
  for (const segment of older) writer.rewriteMeta(segment);
  for (const { number, segment, offset } of recoveredState.superseded) {
    if (log.segments.has(segment)) records.writeGone(number, segment, offset);
  }
  // The broker ended before it had written that, message by message: damage of one record must not take them all.
  for (const slot of recoveredState.undos.rows) {
    const message = records.table.owners[slot];
    if (message !== undefined) writer.rewriteState(slot, message);
  }
  if (hadFutureTimes) rewriteTimes(engine, records, writer);
}
