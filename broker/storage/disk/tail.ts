/** A stretch of a segment in memory: what was appended last, written or about to be. */
export interface Chunk {
  readonly bytes: Buffer;
  segment: number;
  /** Offset of its first byte in the segment. */
  start: number;
  used: number;
  /** How much of `used` is in the file. */
  written: number;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * The end of the journal in memory. It is write buffer and cache in one: a chunk stays after it was written, until newer
 * ones need its room, and recent messages are read from it without touching a file.
 */
export class Tail {
  private readonly budgetBytes: number;
  /** In the order of the journal. */
  private readonly chunks: Chunk[] = [];
  private heldBytes = 0;
  private spare: Buffer | undefined;

  constructor(budgetBytes: number) {
    this.budgetBytes = budgetBytes;
  }

  get last(): Chunk | undefined {
    return this.chunks.at(-1);
  }

  /** A chunk with room for `room` more bytes at `start` of a segment. */
  makeRoom(segment: number, start: number, room: number): Chunk {
    const last = this.last;
    if (last?.segment === segment && last.used + room <= last.bytes.length) return last;
    const bytes = this.takeBuffer(room);
    const chunk: Chunk = { bytes, segment, start, used: 0, written: 0 };
    this.chunks.push(chunk);
    this.heldBytes += bytes.length;
    return chunk;
  }

  /** Chunks with bytes that are not in the file yet. */
  unwritten(): Chunk[] {
    let first = this.chunks.length;
    while (first > 0 && isUnwritten(this.chunks[first - 1] as Chunk)) first--;
    return this.chunks.slice(first);
  }

  /** A view of a segment from an offset on, that ends with a record; undefined when it is not here. Good until the next append. */
  find(segment: number, offset: number): Buffer | undefined {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const chunk = this.chunks[middle] as Chunk;
      if (segment < chunk.segment || (segment === chunk.segment && offset < chunk.start)) high = middle - 1;
      else if (segment > chunk.segment || offset >= chunk.start + chunk.used) low = middle + 1;
      else return chunk.bytes.subarray(offset - chunk.start, chunk.used);
    }
    return undefined;
  }

  /** Takes back what is not written. */
  dropUnwritten(): void {
    for (let chunk = this.last; chunk !== undefined && isUnwritten(chunk); chunk = this.last) {
      chunk.used = chunk.written;
      if (chunk.used > 0) return;
      this.chunks.pop();
      this.heldBytes -= chunk.bytes.length;
    }
  }

  /** Drops the oldest chunks beyond the budget. */
  trim(): void {
    let count = 0;
    while (this.heldBytes > this.budgetBytes && count < this.chunks.length - 1) {
      const chunk = this.chunks[count] as Chunk;
      if (isUnwritten(chunk)) break;
      this.heldBytes -= chunk.bytes.length;
      if (chunk.bytes.length === CHUNK_BYTES) this.spare = chunk.bytes;
      count++;
    }
    if (count > 0) this.chunks.splice(0, count);
  }

  private takeBuffer(room: number): Buffer {
    if (room > CHUNK_BYTES) return Buffer.allocUnsafeSlow(room);
    const bytes = this.spare ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
    this.spare = undefined;
    return bytes;
  }
}

function isUnwritten(chunk: Chunk): boolean {
  return chunk.written < chunk.used;
}
