import type { Engine } from '../../engine/engine.ts';
import type { SavedQueue } from '../format/queueCodec.ts';
import type { Recorder } from '../writing/recorder.ts';
import type { Records } from '../writing/records.ts';
import type { Replay } from './replay.ts';
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
  records: Records,
  recorder: Recorder,
  replay: Replay,
  { replaced, recovered, hadFutureTimes }: FoundAtStart,
): void {
  const { log } = records;
  // What is written from here on may fill segments of its own, which need no rewriting.
  const older = [...log.segments.keys()].filter((number) => number !== log.current.number);
  records.writeOpening();
  for (const queue of recovered) recorder.writeQueue(queue);
  writeReplaced(replaced, records, engine.ports.clock.now());
  for (const segment of older) recorder.rewriteMeta(segment);
  for (const { number, segment, offset } of replay.superseded) {
    if (log.segments.has(segment)) records.writeGone(number, segment, offset);
  }
  // The broker ended before it had written that, message by message: damage of one record must not take them all.
  for (const slot of replay.undos.slots) {
    const message = records.slots.owners[slot];
    if (message !== undefined) recorder.rewriteState(slot, message);
  }
  if (hadFutureTimes) rewriteTimes(engine, records, recorder);
}
