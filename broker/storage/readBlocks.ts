import { type FileSystem, readFully } from './fileSystem.ts';

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

  /** A view that is good until the next read; shorter than asked at the end of the file. Throws Node's errors. */
  read(segment: number, offset: number, bytes: number): Buffer {
    const place = this.blocks.findIndex(
      (block) =>
        block.segment === segment && offset >= block.start && offset + bytes <= block.start + block.length,
    );
    if (place >= 0) {
      const [block] = this.blocks.splice(place, 1) as [Block];
      this.blocks.push(block);
      return block.buffer.subarray(offset - block.start, offset - block.start + bytes);
    }
    if (bytes > BLOCK_BYTES / 2) {
      const buffer = Buffer.allocUnsafe(bytes);
      return buffer.subarray(0, readFully(this.fs, this.open(segment), buffer, offset));
    }
    const block = this.takeBlock();
    block.length = readFully(this.fs, this.open(segment), block.buffer, offset);
    block.segment = segment;
    block.start = offset;
    this.blocks.push(block);
    return block.buffer.subarray(0, Math.min(bytes, block.length));
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
