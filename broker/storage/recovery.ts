import { type FileSystem, readFully } from './fileSystem.ts';
import { KIND, type Kind } from './format.ts';
import type { Log } from './log.ts';
import type { Replay } from './replay.ts';
import type { TornTail } from '../protocol/storage.ts';
import { type Gap, scanRecords } from './scan.ts';
import { Segment } from './segment.ts';
import { SEGMENT_HEADER_BYTES, decodeSegmentHeader, nameSegment } from './segmentHeader.ts';

/** What reading the segments brought to light, beside what is in them. */
export interface Findings {
  records: number;
  readonly tornTails: TornTail[];
  readonly damaged: { readonly segment: Segment; readonly gaps: readonly Gap[] }[];
}

/** Reads all segments in their order. Throws Node's errors. */
export function readSegments(fs: FileSystem, log: Log, numbers: readonly number[], replay: Replay): Findings {
  const findings: Findings = { records: 0, tornTails: [], damaged: [] };
  let buffer = Buffer.alloc(0);
  for (const number of numbers) {
    const path = log.pathOf(number);
    const size = fs.sizeOf(path);
    if (size > buffer.length) buffer = Buffer.allocUnsafeSlow(size);
    const file = fs.openForReading(path);
    let count: number;
    try {
      count = readFully(fs, file, buffer.subarray(0, size), 0);
    } finally {
      fs.close(file);
    }
    readSegment(fs, log, new Segment(number, path, count), buffer.subarray(0, count), replay, findings);
  }
  return findings;
}

function readSegment(
  fs: FileSystem,
  log: Log,
  segment: Segment,
  bytes: Buffer,
  replay: Replay,
  findings: Findings,
): void {
  if (bytes.length < SEGMENT_HEADER_BYTES) {
    // A crash while it was begun.
    fs.unlink(segment.path);
    return;
  }
  log.segments.set(segment.number, segment);
  const header = decodeSegmentHeader(bytes);
  const isOurs =
    header?.segment === segment.number &&
    header.identityKey.every((word, index) => word === log.identityKey[index]);
  const gaps = scanRecords(
    bytes,
    SEGMENT_HEADER_BYTES,
    log.salt,
    segment.number,
    (kind, flags, offset, length) => {
      findings.records++;
      replay.apply(segment, bytes, kind, flags, offset, length);
    },
  );
  const last = gaps.at(-1);
  if (isOurs && gaps.length === 1 && last?.isAtEnd) {
    const kind = nameKind(last.kind);
    findings.tornTails.push({
      file: nameSegment(segment.number),
      offset: last.offset,
      bytes: last.bytes,
      ...(kind === undefined ? {} : { kind }),
    });
    cut(fs, segment, last.offset);
  } else if (!isOurs || gaps.length > 0) findings.damaged.push({ segment, gaps });
}

/** So that the next start does not find it again. */
function cut(fs: FileSystem, segment: Segment, bytes: number): void {
  const file = fs.openForWriting(segment.path);
  try {
    fs.truncate(file, bytes);
  } finally {
    fs.close(file);
  }
  segment.bytes = bytes;
}

function nameKind(kind: Kind | undefined): string | undefined {
  return Object.entries(KIND).find(([, number]) => number === kind)?.[0];
}
