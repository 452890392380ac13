import { ByteReader } from '../../bytes/byteReader.ts';
import { KIND } from '../format/recordKinds.ts';
import type { Log } from './log.ts';
import type { Segment } from './segment.ts';

/** A segment as a later one remembers it. */
export interface ListedSegment {
  readonly number: number;
  /** Its length; it does not change anymore. */
  readonly bytes: number;
  /** Messages whose newest record was in it. */
  readonly messages: number;
}

const ENTRY_BYTES = 12;
const NUMBER_BYTES = 4;

/** Writes which complete segments exist, so that the next start notices one that is missing or shorter than it was. */
export function writeSegmentList(log: Log): void {
  const { writer, segments, current } = log;
  log.begin(KIND.segments, 0, ENTRY_BYTES * segments.size);
  log.endHead();
  for (const { number, bytes, liveCount, isEmptied } of segments.values()) {
    if (number === current.number || isEmptied) continue;
    writer.u32(number);
    writer.u32(bytes);
    writer.u32(liveCount);
  }
  log.end();
}

/** @param start where the entries begin; `end` is behind the last */
export function readSegmentList(bytes: Buffer, start: number, end: number): ListedSegment[] {
  const reader = new ByteReader(bytes, start);
  const listed: ListedSegment[] = [];
  while (reader.position + ENTRY_BYTES <= end) {
    listed.push({ number: reader.u32(), bytes: reader.u32(), messages: reader.u32() });
  }
  return listed;
}

/** Writes that a segment is about to be removed, so that the next start does not miss it. */
export function writeRemoved(log: Log, segment: Segment): void {
  segment.isEmptied = true;
  log.begin(KIND.removed, 0, NUMBER_BYTES);
  log.writer.u32(segment.number);
  log.endHead();
  log.end();
}
