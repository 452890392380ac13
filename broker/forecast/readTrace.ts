import type { TraceRecord } from '../trace/record.ts';
import { TraceMeter } from './traceMeter.ts';

/** Records that are read in one go: about 1 ms, the first time 8 ms. */
const SLICE = 4000;

/** The records of a trace, by their numbers. */
export interface RecordSource {
  readonly firstSequence: number;
  readonly lastSequence: number;
  recordAt(sequence: number): TraceRecord | undefined;
}

/**
 * Measures a queue from the records that a trace has now and that are not older than `from`, epoch ms.
 * @param pause called between two slices: lets others have their turn
 */
export async function measureQueue(
  source: RecordSource,
  queueArn: string,
  from: number,
  pause: () => Promise<void>,
): Promise<TraceMeter> {
  let meter = new TraceMeter(queueArn);
  const last = source.lastSequence;
  let sequence = source.firstSequence;
  while (sequence <= last) {
    const end = Math.min(last, sequence + SLICE - 1);
    for (; sequence <= end; sequence++) {
      const record = source.recordAt(sequence);
      if (record === undefined) continue;
      if (meter.isBreak(record)) meter = new TraceMeter(queueArn);
      else if (record.at >= from) meter.observe(record);
    }
    if (sequence <= last) await pause();
  }
  return meter;
}
