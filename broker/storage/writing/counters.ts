import { KIND } from '../format/recordKinds.ts';
import type { Log } from '../disk/log.ts';

/** The highest numbers given out; what was reclaimed must not free them. */
export interface Counters {
  messageNumber: number;
  queueNumber: number;
  arrival: number;
}

const COUNTERS_BYTES = 20;
/** More than can be in what is lost between two records of the counters. */
const SKIPPED_MESSAGES = 1_000_000;
const SKIPPED_QUEUES = 10_000;

export function writeCounters(log: Log, { messageNumber, queueNumber, arrival }: Counters): void {
  const { writer } = log;
  log.begin(KIND.counters, 0, COUNTERS_BYTES);
  writer.f64(messageNumber);
  writer.u32(queueNumber);
  writer.f64(arrival);
  log.endHead();
  log.end();
}

/**
 * After damage it is not known which numbers were issued by what is lost: ids and receipt handles of that must not be
 * given to others.
 */
export function skipNumbers(counters: Counters): void {
  counters.messageNumber += SKIPPED_MESSAGES;
  counters.arrival += SKIPPED_MESSAGES;
  counters.queueNumber += SKIPPED_QUEUES;
}
