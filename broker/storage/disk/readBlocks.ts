import { type FileSystem, codeOf, readFully } from './fileSystem.ts';
import { FRAME_BYTES, UNCOUNTED_BYTES } from '../format/format.ts';

const BLOCK_BYTES = 64 * 1024;
const MAX_BLOCKS = 16;
const MAX_FILES = 32;

interface Block {
  readonly buffer: Buffer;
  segment: number;
  start: number;
  length: number;
}

/**
 * Reads records back from segments. Queues are drained in the order in which they were filled, so a read fetches what
 * lies behind the record too.
 */
export class ReadBlocks {
  private readonly fs: FileSystem;
  private readonly pathOf: (segment: number) => string;
  /** Least recently used first. */
  private readonly blocks: Block[] = [];
  /** Open files, least recently used first. */
  private readonly files = new Map<number, number>();

  constructor(fs: FileSystem, pathOf: (segment: number) => string) {
    this.fs = fs;
    this.pathOf = pathOf;
  }

  /**
   * The record at an offset, as its frame says how long it is; undefined when it would be longer than `maxBytes` or
   * than the file. A view that is valid until the next read. Throws Node's errors.
   */
  read(segment: number, offset: number, maxBytes: number): Buffer | undefined {
    const place = this.blocks.findIndex((block) => block.segment === segment && holdsRecord(block, offset));
    if (place >= 0) {
      const [block] = this.blocks.splice(place, 1) as [Block];
      this.blocks.push(block);
      const start = offset - block.start;
      return block.buffer.subarray(start, start + measureRecord(block, offset));
    }
    const file = this.open(segment);
    const block = this.takeBlock();
    try {
      block.length = readFully(this.fs, file, block.buffer, offset);
    } catch (error) {
      // What lies behind the record may be what the disk does not give back.
      if (codeOf(error) !== 'EIO') throw error;
      return this.readAlone(file, offset, maxBytes);
    }
    block.segment = segment;
    block.start = offset;
    this.blocks.push(block);
    const bytes = measureRecord(block, offset);
    if (bytes < FRAME_BYTES || bytes > maxBytes) return undefined;
    if (bytes <= block.length) return block.buffer.subarray(0, bytes);
    const record = Buffer.allocUnsafe(bytes);
    block.buffer.copy(record, 0, 0, block.length);
    const rest = record.subarray(block.length);
    return readFully(this.fs, file, rest, offset + block.length) < rest.length ? undefined : record;
  }

  private readAlone(file: number, offset: number, maxBytes: number): Buffer | undefined {
    const frame = Buffer.allocUnsafe(FRAME_BYTES);
    if (readFully(this.fs, file, frame, offset) < FRAME_BYTES) return undefined;
    const bytes = UNCOUNTED_BYTES + frame.readUInt32LE(4);
    if (bytes < FRAME_BYTES || bytes > maxBytes) return undefined;
    const record = Buffer.allocUnsafe(bytes);
    return readFully(this.fs, file, record, offset) < bytes ? undefined : record;
  }

  /** Forgets a segment whose file is about to go, or has changed. */
  forget(segment: number): void {
    for (const block of this.blocks) if (block.segment === segment) block.length = 0;
    this.close(segment);
  }

  closeAll(): void {
    for (const segment of this.files.keys()) this.close(segment);
  }

  private takeBlock(): Block {
    const oldest = this.blocks.length < MAX_BLOCKS ? undefined : this.blocks.shift();
    const block = oldest ?? { buffer: Buffer.allocUnsafeSlow(BLOCK_BYTES), segment: 0, start: 0, length: 0 };
    block.length = 0;
    return block;
  }

  private open(segment: number): number {
    const open = this.files.get(segment);
    if (open !== undefined) {
      this.files.delete(segment);
      this.files.set(segment, open);
      return open;
    }
    for (const oldest of this.files.keys()) {
      if (this.files.size < MAX_FILES) break;
      this.close(oldest);
    }
    const file = this.fs.openForReading(this.pathOf(segment));
    this.files.set(segment, file);
    return file;
  }

  private close(segment: number): void {
    const file = this.files.get(segment);
    if (file === undefined) return;
    this.files.delete(segment);
    this.fs.close(file);
  }
}

/** How long the record at an offset says it is; 0 when the block does not hold its frame. */
function measureRecord({ buffer, start, length }: Block, offset: number): number {
  const frame = offset - start;
  if (frame < 0 || frame + FRAME_BYTES > length) return 0;
  return UNCOUNTED_BYTES + buffer.readUInt32LE(frame + 4);
}

function holdsRecord(block: Block, offset: number): boolean {
  const bytes = measureRecord(block, offset);
  return bytes >= FRAME_BYTES && offset + bytes <= block.start + block.length;
}
