import { join } from 'node:path';
import type { IdentityKey } from '../../engine/base/identity.ts';
import { ByteWriter } from '../../bytes/byteWriter.ts';
import { BackgroundSyncs } from './backgroundSyncs.ts';
import { crc32 } from '../format/crc32.ts';
import { explainFault } from './fileFault.ts';
import type { FileIdentity, FileSystem } from './fileSystem.ts';
import { FRAME_BYTES, UNCOUNTED_BYTES, saltOf, seedOf } from '../format/format.ts';
import type { Kind } from '../format/recordKinds.ts';
import { ReadBlocks } from './readBlocks.ts';
import { RemovedMarks } from './removedMarks.ts';
import { Segment } from './segment.ts';
import { SEGMENT_HEADER_BYTES, encodeSegmentHeader, nameSegment } from '../format/segmentHeader.ts';
import { type Chunk, Tail } from './tail.ts';
import type { Unwritten } from './unwrittenRecord.ts';

export interface LogOptions {
  readonly fs: FileSystem;
  readonly folder: string;
  readonly identityKey: IdentityKey;
  /** A segment takes no new record that would make it longer, unless the record is its first. */
  readonly segmentBytes: number;
  /** Bytes of recent records kept in memory. */
  readonly tailBytes: number;
  /** `power`: a segment is synced before the next one is begun. */
  readonly isPowerSafe: boolean;
  /** Writes what every segment begins with. */
  beginSegment(): void;
  /** Called with every segment that exists from now on. */
  onOpened(segment: number): void;
}

/** The segments: appending records, writing what was appended, reading records back. It does not know what they mean. */
export class Log {
  /** In the order of the journal. */
  readonly segments = new Map<number, Segment>();
  readonly writer = new ByteWriter(Buffer.alloc(0));
  isRollAllowed = true;
  /**
   * Why the disk could not be made to keep what is written. A later sync that succeeds says nothing of what an earlier
   * one has lost, so with `power` this stays for the life of the broker; otherwise until the next segment.
   */
  syncFailure: Error | undefined;
  readonly identityKey: IdentityKey;
  private readonly options: LogOptions;
  readonly salt: number;
  private readonly tail: Tail;
  private readonly blocks: ReadBlocks;
  private segment: Segment | undefined;
  private file = -1;
  private identity: FileIdentity | undefined;
  /** How much of the current segment is in its file. */
  private writtenBytes = 0;
  /** The current file may end in a partial record that could not be cut off. */
  private isTailBroken = false;
  /** Length of the current segment when it was begun. */
  private freshBytes = 0;
  private readonly syncs: BackgroundSyncs;
  readonly removedMarks: RemovedMarks;
  private chunk: Chunk | undefined;
  private start = 0;
  private kind = 0;
  private flags = 0;
  private headBytes = 0;

  constructor(options: LogOptions) {
    this.options = options;
    this.identityKey = options.identityKey;
    this.salt = saltOf(options.identityKey);
    this.tail = new Tail(options.tailBytes);
    this.syncs = new BackgroundSyncs(options.fs);
    this.removedMarks = new RemovedMarks(options.fs, options.folder);
    this.blocks = new ReadBlocks(
      options.fs,
      (segment) => this.segments.get(segment)?.path ?? this.pathOf(segment),
    );
  }

  get current(): Segment {
    if (this.segment === undefined) throw new Error('The journal is not open.');
    return this.segment;
  }

  get unwrittenBytes(): number {
    return this.current.bytes - this.writtenBytes;
  }

  /**
   * Begins a record of at most `room` bytes behind its frame. The caller writes its head with {@link writer}, calls
   * {@link endHead}, writes the rest and calls {@link end}.
   */
  begin(kind: Kind, flags: number, room: number): void {
    const bytes = FRAME_BYTES + room;
    this.makeRoom(room);
    this.chunk = this.tail.makeRoom(this.current.number, this.current.bytes, bytes);
    this.start = this.chunk.used;
    this.kind = kind;
    this.flags = flags;
    this.writer.turnTo(this.chunk.bytes, this.start + FRAME_BYTES);
  }

  /** Begins another segment when this one has no room for a record. */
  makeRoom(room: number): void {
    const { current } = this;
    const end = current.bytes + FRAME_BYTES + room;
    const isFull = end > this.options.segmentBytes && current.bytes > this.freshBytes;
    if (isFull && this.isRollAllowed) this.roll();
  }

  /** Appends what belongs to the next record, in the same segment, and counts as its beginning where it is the first. */
  appendFirst(append: () => void): void {
    const isFresh = this.current.bytes === this.freshBytes;
    const isAllowed = this.isRollAllowed;
    this.isRollAllowed = false;
    append();
    this.isRollAllowed = isAllowed;
    if (isFresh) this.freshBytes = this.current.bytes;
  }

  endHead(): void {
    this.headBytes = this.writer.position - this.start - FRAME_BYTES;
  }

  /** Ends the record; returns how long it is. Its offset is the length that the segment had before. */
  end(): number {
    const { writer, start, current } = this;
    const chunk = this.chunk as Chunk;
    const length = writer.position - start;
    writer.patchU32(start + 4, length - UNCOUNTED_BYTES);
    chunk.bytes[start + 8] = this.kind;
    chunk.bytes[start + 9] = this.flags;
    writer.patchU16(start + 10, this.headBytes);
    const seed = seedOf(this.salt, current.number, current.bytes);
    writer.patchU32(start, crc32(chunk.bytes.subarray(start + 4, writer.position), seed));
    chunk.used = writer.position;
    current.bytes += length;
    return length;
  }

  /** Writes everything that was appended, with one call if the file system takes it. Returns why it could not. */
  write(): Error | undefined {
    if (this.unwrittenBytes === 0 && !this.isTailBroken) return undefined;
    const chunks = this.tail.unwritten();
    try {
      // A write behind its end would make it as long as it should be, with a hole in it.
      const isShort = this.options.fs.lengthOf(this.file) < this.writtenBytes;
      if (isShort) return explainFault(this.current.path, 'shortened');
      if (this.isTailBroken) this.cutTail();
      this.writeAll(chunks.map((chunk) => chunk.bytes.subarray(chunk.written, chunk.used)));
    } catch (error) {
      this.isTailBroken = true;
      this.tryToCutTail();
      return error as Error;
    }
    for (const chunk of chunks) chunk.written = chunk.used;
    this.writtenBytes = this.current.bytes;
    this.tail.trim();
    if (this.removedMarks.hasRecorded) this.removedMarks.clear((done) => this.syncLater(done));
    return undefined;
  }

  /** Takes back everything that is not written, for the caller to append again what must not be lost. */
  takeUnwritten(): Unwritten[] {
    const records: Unwritten[] = [];
    for (const { bytes, written, used } of this.tail.unwritten()) {
      for (let start = written; start < used; ) {
        const end = start + UNCOUNTED_BYTES + bytes.readUInt32LE(start + 4);
        records.push({
          kind: bytes[start + 8] as Kind,
          flags: bytes[start + 9] as number,
          headBytes: bytes.readUInt16LE(start + 10),
          payload: Buffer.from(bytes.subarray(start + FRAME_BYTES, end)),
        });
        start = end;
      }
    }
    this.tail.dropUnwritten();
    this.current.bytes = this.writtenBytes;
    return records;
  }

  /** Appends a record that was taken back, or one of another segment. */
  appendAgain({ kind, flags, headBytes, payload }: Unwritten): number {
    this.begin(kind, flags, payload.length);
    this.headBytes = headBytes;
    this.writer.raw(payload);
    return this.end();
  }

  /**
   * A view of a record with its frame, good until the next call. Undefined when it is damaged on the disk.
   * Throws Node's errors.
   */
  read(segment: number, offset: number): Buffer | undefined {
    const recent = this.tail.find(segment, offset);
    if (recent !== undefined) return recent.subarray(0, UNCOUNTED_BYTES + recent.readUInt32LE(4));
    const segmentBytes = this.segments.get(segment)?.bytes ?? 0;
    const record = this.blocks.read(segment, offset, segmentBytes - offset);
    if (record === undefined) return undefined;
    const seed = seedOf(this.salt, segment, offset);
    return crc32(record.subarray(4), seed) === record.readUInt32LE(0) ? record : undefined;
  }

  /**
   * Ends the current segment and begins the next. When that cannot be done now, the current one grows on.
   * Returns false then.
   */
  roll(): boolean {
    const { isPowerSafe } = this.options;
    if (this.write() !== undefined) return false;
    try {
      // Without `power`, no response waits for it; but what reclaim moved there must be safe before its old place is
      // removed.
      if (this.file >= 0) {
        if (isPowerSafe) this.syncNow();
        else this.syncLater(() => undefined);
      }
      this.openNext(this.current.number + 1);
    } catch {
      return false;
    }
    // What every segment begins with is never a reason for another one, however much it is.
    this.freshBytes = this.current.bytes;
    this.appendFirst(() => this.options.beginSegment());
    return true;
  }

  /** Begins a segment; the first one of a run is begun by this alone. Throws Node's errors. */
  openNext(number: number): void {
    const { fs, folder, identityKey, isPowerSafe } = this.options;
    const path = this.pathOf(number);
    const file = fs.create(path);
    try {
      const header = encodeSegmentHeader(number, identityKey);
      if (fs.write(file, [header], 0) < header.length)
        throw new Error('The file system takes no more bytes.');
      if (isPowerSafe) fs.syncFolder(folder);
    } catch (error) {
      fs.close(file);
      fs.unlink(path);
      throw error;
    }
    if (this.file >= 0) this.syncs.close(this.file);
    this.file = file;
    this.identity = undefined;
    this.segment = new Segment(number, path, SEGMENT_HEADER_BYTES);
    this.segments.set(number, this.segment);
    this.writtenBytes = SEGMENT_HEADER_BYTES;
    this.isTailBroken = false;
    if (!isPowerSafe) this.syncFailure = undefined;
    this.options.onOpened(number);
  }

  /** Makes what is written survive a loss of power. Throws Node's errors. */
  syncNow(): void {
    try {
      this.options.fs.sync(this.file);
    } catch (error) {
      this.syncFailure = error as Error;
      throw error;
    }
  }

  /** Makes what is written so far survive a loss of power; in the background. */
  syncLater(done: (error: Error | undefined) => void): void {
    const { file } = this;
    if (this.syncFailure !== undefined) {
      done(this.syncFailure);
      return;
    }
    this.syncs.start(file, (error) => {
      if (error !== undefined && file === this.file) this.syncFailure = error;
      done(error);
    });
  }

  /** Removes a segment's file. Throws Node's errors. */
  remove(segment: Segment): void {
    this.blocks.forget(segment.number);
    this.options.fs.unlink(segment.path);
    this.forget(segment);
  }

  /** The file of a segment does not exist. */
  forget(segment: Segment): void {
    this.blocks.forget(segment.number);
    this.segments.delete(segment.number);
  }

  /** Why writes would be lost: another program has removed the file or shortened it. */
  verify(): Error | undefined {
    try {
      const { fs } = this.options;
      this.identity ??= fs.identify(this.file);
      const { path } = this.current;
      return explainFault(path, fs.findFault(this.identity, path, this.writtenBytes));
    } catch (error) {
      return error as Error;
    }
  }

  close(): void {
    this.blocks.closeAll();
    if (this.file >= 0) this.syncs.close(this.file);
    this.file = -1;
  }

  pathOf(segment: number): string {
    return join(this.options.folder, nameSegment(segment));
  }

  private writeAll(buffers: Buffer[]): void {
    const { fs } = this.options;
    let position = this.writtenBytes;
    let rest = buffers;
    while (rest.length > 0) {
      let count = fs.write(this.file, rest, position);
      // A file system that writes nothing and reports no error would block the broker here forever.
      if (count === 0) throw new Error('The file system takes no more bytes.');
      position += count;
      while (rest.length > 0 && count >= (rest[0] as Buffer).length) count -= (rest.shift() as Buffer).length;
      if (count > 0) rest = [(rest[0] as Buffer).subarray(count), ...rest.slice(1)];
    }
  }

  private cutTail(): void {
    this.options.fs.truncate(this.file, this.writtenBytes);
    this.isTailBroken = false;
  }

  private tryToCutTail(): void {
    try {
      this.cutTail();
    } catch {
      // It is tried again before the next write; a broker that ends before that leaves a torn tail, as a crash does.
    }
  }
}
