import type { TornTail } from '../../protocol/storage.ts';
import type { FileSystem } from '../disk/fileSystem.ts';
import type { Folder, SegmentFile } from '../disk/folder.ts';
import { KIND, type Kind } from '../format/recordKinds.ts';
import type { Log } from '../disk/log.ts';
import { readDamagedFile } from '../disk/readDamagedFile.ts';
import type { RecoveredState } from './recoveredState.ts';
import { type Gap, scanRecords } from '../disk/scan.ts';
import { Segment } from '../disk/segment.ts';
import type { MissingSegment } from '../disk/segmentBook.ts';
import { SEGMENT_HEADER_BYTES, nameSegment } from '../format/segmentHeader.ts';

/** A file of which not all could be read, or that is not where it belongs. */
export interface DamagedFile {
  readonly file: SegmentFile;
  /** What of it was readable is part of the journal; undefined: nothing of it is, because another file has the same. */
  readonly segment: Segment | undefined;
  readonly gaps: readonly Gap[];
}

/** What reading the segments brought to light, beside what is in them. */
export interface ScanReport {
  records: number;
  readonly tornTails: TornTail[];
  readonly damaged: DamagedFile[];
  missing: readonly MissingSegment[];
}

interface ReadFile {
  readonly file: SegmentFile;
  readonly segment: Segment;
  readonly gaps: readonly Gap[];
  /** The disk gave all of it. */
  readonly isReadable: boolean;
}

/** Reads all segments in their order. Throws Node's errors. */
export class SegmentFiles {
  private readonly fs: FileSystem;
  private readonly log: Log;
  private readonly recoveredState: RecoveredState;
  private readonly folder: Pick<Folder, 'segments' | 'removed' | 'newest'>;
  private readonly findings: ScanReport = { records: 0, tornTails: [], damaged: [], missing: [] };
  private buffer = Buffer.alloc(0);

  constructor(
    fs: FileSystem,
    log: Log,
    recoveredState: RecoveredState,
    folder: Pick<Folder, 'segments' | 'removed' | 'newest'>,
  ) {
    this.fs = fs;
    this.log = log;
    this.recoveredState = recoveredState;
    this.folder = folder;
  }

  read(): ScanReport {
    const { findings, recoveredState } = this;
    const { segments, removed, newest } = this.folder;
    const read = this.chooseFiles(segments).map((file) => this.readFile(file));
    recoveredState.end();
    const last = read.at(-1);
    // Later segments record their lengths: nothing is judged before all are read.
    for (const each of read) this.judge(each, each === last);
    const present = read.map(({ segment }) => segment.number);
    findings.missing = recoveredState.book.findMissing(new Set([...present, ...removed]), newest);
    return findings;
  }

  /** One file for each segment, in their order. A copy under another name is damage too. */
  private chooseFiles(files: readonly SegmentFile[]): SegmentFile[] {
    const chosen = new Map<number, SegmentFile>();
    for (const file of files) {
      const other = chosen.get(file.number);
      const better = other === undefined ? file : this.chooseBetter(other, file);
      chosen.set(file.number, better);
      if (other === undefined) continue;
      const worse = better === file ? other : file;
      this.findings.damaged.push({ file: worse, segment: undefined, gaps: [] });
    }
    return [...chosen.values()].sort((one, other) => one.number - other.number);
  }

  private chooseBetter(one: SegmentFile, other: SegmentFile): SegmentFile {
    const [ofOne, ofOther] = [this.measureReadable(one), this.measureReadable(other)];
    if (ofOne !== ofOther) return ofOne > ofOther ? one : other;
    return one.named === one.number ? one : other;
  }

  private measureReadable(file: SegmentFile): number {
    let readable = 0;
    this.scan(this.load(file).bytes, file.number, (_kind, _flags, _offset, length) => {
      readable += length;
    });
    return readable;
  }

  private load({ path }: SegmentFile) {
    const size = this.fs.sizeOf(path);
    if (size > this.buffer.length) this.buffer = Buffer.allocUnsafeSlow(size);
    return readDamagedFile(this.fs, path, this.buffer.subarray(0, size));
  }

  private scan(bytes: Buffer, number: number, visit: Parameters<typeof scanRecords>[4]): Gap[] {
    return scanRecords(bytes, SEGMENT_HEADER_BYTES, this.log.salt, number, visit);
  }

  private readFile(file: SegmentFile): ReadFile {
    const { log, recoveredState, findings } = this;
    const { bytes, unreadable } = this.load(file);
    const segment = new Segment(file.number, file.path, bytes.length);
    log.segments.set(segment.number, segment);
    const gaps = this.scan(bytes, file.number, (kind, flags, offset, length) => {
      recoveredState.apply(segment, bytes, kind, flags, offset, length);
      findings.records++;
    });
    return { file, segment, gaps, isReadable: unreadable.length === 0 };
  }

  private judge({ file, segment, gaps, isReadable }: ReadFile, isLast: boolean): void {
    const { findings, recoveredState, log } = this;
    const { newest } = this.folder;
    const isNewest = newest?.number === segment.number;
    const end = recoveredState.book.endOf(segment.number) ?? (isNewest ? newest.bytes : undefined);
    const last = gaps.at(-1);
    const readableEnd = last?.isAtEnd === true ? last.offset : segment.bytes;
    if (isLast && end === undefined && !isNewest && segment.bytes < SEGMENT_HEADER_BYTES) {
      // A crash while it was begun.
      log.segments.delete(segment.number);
      this.fs.unlink(segment.path);
      return;
    }
    const isTorn = last?.isAtEnd === true && gaps.length === 1 && isReadable;
    const mayBeTorn = end === undefined ? isLast : readableEnd >= end;
    if (file.isOurs && file.named === file.number && isTorn && mayBeTorn) {
      const kind = nameKind(last.kind);
      findings.tornTails.push({
        file: nameSegment(file.named),
        offset: last.offset,
        bytes: last.bytes,
        ...(kind === undefined ? {} : { kind }),
      });
      this.cut(segment, last.offset);
      return;
    }
    const all =
      end === undefined || end <= segment.bytes ? gaps : [...withoutEnd(gaps), gapTo(readableEnd, end)];
    if (!isReadable || !file.isOurs || file.named !== file.number || all.length > 0) {
      findings.damaged.push({ file, segment, gaps: all });
    }
  }

  /** So that the next start does not find it again. */
  private cut(segment: Segment, bytes: number): void {
    const { fs } = this;
    const file = fs.openForWriting(segment.path);
    try {
      fs.truncate(file, bytes);
    } finally {
      fs.close(file);
    }
    segment.bytes = bytes;
  }
}

function withoutEnd(gaps: readonly Gap[]): readonly Gap[] {
  return gaps.filter(({ isAtEnd }) => !isAtEnd);
}

function gapTo(offset: number, end: number): Gap {
  return { offset, bytes: end - offset, isAtEnd: true, kind: undefined };
}

function nameKind(kind: Kind | undefined): string | undefined {
  return Object.entries(KIND).find(([, number]) => number === kind)?.[0];
}
