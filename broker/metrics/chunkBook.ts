/** Finished periods of one history, as bytes. */
export interface Chunk {
  /** Of its first period, epoch ms. */
  readonly start: number;
  /** Exclusive, epoch ms: what its bytes have behind it does not count. */
  end: number;
  /** Undefined: only the shelf has them. */
  bytes: Uint8Array | undefined;
  readonly shelved: ShelfPlace | undefined;
  /** No history has it any more. */
  isForgotten: boolean;
}

/** Where a shelf has the bytes of a chunk. */
export type ShelfPlace = object;

/** Which history a chunk belongs to. */
export interface ChunkOwner {
  /** Of the queue, and nothing else. */
  readonly key: string;
  readonly series: SeriesName;
  /** Forgets a chunk whose bytes are nowhere. */
  drop(chunk: Chunk): void;
}

export const SERIES = ['minutes', 'seconds'] as const;
export type SeriesName = (typeof SERIES)[number];

export interface ListedChunk extends Chunk {
  readonly key: string;
  readonly series: SeriesName;
}

/** Keeps chunks outside of the memory, and over restarts. It reports its own failures. */
export interface ChunkShelf {
  /** Undefined if it cannot be written now. */
  write(
    owner: Pick<ChunkOwner, 'key' | 'series'>,
    chunk: Pick<Chunk, 'start' | 'end' | 'bytes'>,
  ): ShelfPlace | undefined;
  /** Undefined if it cannot be read, or is no longer there. */
  read(place: ShelfPlace): Uint8Array | undefined;
  /** The clock was set back: what begins later does not count. */
  cut(at: number): void;
  /** What earlier brokers have left, in the order in which they wrote it. */
  list(): Iterable<ListedChunk>;
  /** May remove what ended before this time, epoch ms. */
  removeBefore(series: SeriesName, at: number): void;
  /** The metrics that programs put, as {@link writeOwn} was given them. */
  readOwn(): string | undefined;
  writeOwn(own: string): void;
  /** When queues that may be empty were used last, as {@link writeTouched} was given it. */
  readTouched(): string | undefined;
  writeTouched(touched: string): void;
  /** Many chunks are written together when the work is done. */
  gather(work: () => void): void;
}

/** What a chunk takes beside its bytes, roughly. */
export const CHUNK_OVERHEAD_BYTES = 160;

/** How long the periods of each series are kept, ms. */
export const KEPT_MS: Readonly<Record<SeriesName, number>> = {
  minutes: 15 * 86_400_000,
  seconds: 3 * 3_600_000,
};

interface Held {
  readonly owner: ChunkOwner;
  readonly chunk: Chunk;
}

/**
 * Bounds what all histories take of the memory. Beyond the bound, the oldest chunks go: their bytes, where a shelf has
 * them, and else all of them.
 */
export class ChunkBook {
  readonly shelf: ChunkShelf | undefined;
  private readonly maximumBytes: number;
  private readonly held: Readonly<Record<SeriesName, ChunkQueue>> = {
    minutes: new ChunkQueue(({ bytes }) => bytes === undefined),
    seconds: new ChunkQueue(({ bytes }) => bytes === undefined),
  };
  /** Chunks whose bytes only the shelf has. */
  private readonly shelved = new ChunkQueue(({ isForgotten }) => isForgotten);
  private used = 0;
  private dropped = 0;

  constructor(maximumBytes: number, shelf?: ChunkShelf) {
    this.maximumBytes = maximumBytes;
    this.shelf = shelf;
  }

  /** Roughly what all that it counts takes. */
  get bytes(): number {
    return this.used;
  }

  /** How many chunks are gone because there was no room: a history may be empty since. */
  get droppedCount(): number {
    return this.dropped;
  }

  /** Whether so much more fits when all chunks are gone that can go. */
  hasRoom(bytes: number): boolean {
    this.trim(bytes);
    return this.used + bytes <= this.maximumBytes;
  }

  /** Something else has grown by so much, or shrunk. */
  resize(by: number): void {
    this.used += by;
    this.trim();
  }

  /** A history has a new chunk, with its bytes; to be trimmed when the history knows it. */
  add(owner: ChunkOwner, start: number, end: number, bytes: Uint8Array): Chunk {
    const shelved = this.shelf?.write(owner, { start, end, bytes });
    const chunk: Chunk = { start, end, bytes, shelved, isForgotten: false };
    this.held[owner.series].push({ owner, chunk });
    this.used += bytes.length + CHUNK_OVERHEAD_BYTES;
    return chunk;
  }

  /** A history has a chunk of which only the shelf has the bytes. */
  adopt(owner: ChunkOwner, chunk: Chunk): void {
    this.shelved.push({ owner, chunk });
    this.resize(CHUNK_OVERHEAD_BYTES);
  }

  /** A history has forgotten a chunk. */
  release(chunk: Chunk): void {
    this.used -= CHUNK_OVERHEAD_BYTES + (chunk.bytes?.length ?? 0);
    chunk.bytes = undefined;
    chunk.isForgotten = true;
  }

  /** Undefined if they can no longer be read. */
  readBytes({ bytes, shelved }: Chunk): Uint8Array | undefined {
    return bytes ?? (shelved === undefined ? undefined : this.shelf?.read(shelved));
  }

  /** Lets the oldest chunks go until there is room for so many bytes more. */
  trim(bytes = 0): void {
    while (this.used + bytes > this.maximumBytes) {
      const oldest = this.takeOldest();
      if (oldest === undefined) return;
      const { owner, chunk } = oldest;
      if (chunk.shelved === undefined || chunk.bytes === undefined) {
        this.dropped++;
        owner.drop(chunk);
      } else {
        this.used -= chunk.bytes.length;
        chunk.bytes = undefined;
        this.shelved.push(oldest);
      }
    }
  }

  private takeOldest(): Held | undefined {
    const { minutes, seconds } = this.held;
    const [minute, second] = [minutes.peek(), seconds.peek()];
    if (minute === undefined && second === undefined) return this.shelved.take();
    if (minute === undefined || second === undefined)
      return minute === undefined ? seconds.take() : minutes.take();
    return minute.chunk.end <= second.chunk.end ? minutes.take() : seconds.take();
  }
}

/** Chunks in the order in which they came. */
class ChunkQueue {
  private chunks: Held[] = [];
  private first = 0;
  private readonly isGone: (chunk: Chunk) => boolean;

  /** @param isGone a history forgets what is too old without a word to this list */
  constructor(isGone: (chunk: Chunk) => boolean) {
    this.isGone = isGone;
  }

  push(held: Held): void {
    this.chunks.push(held);
  }

  peek(): Held | undefined {
    for (let next = this.chunks[this.first]; next !== undefined; next = this.chunks[this.first]) {
      if (!this.isGone(next.chunk)) break;
      this.first++;
    }
    if (this.first > 1000 && this.first * 2 > this.chunks.length) {
      this.chunks = this.chunks.slice(this.first);
      this.first = 0;
    }
    return this.chunks[this.first];
  }

  take(): Held | undefined {
    const held = this.peek();
    if (held !== undefined) this.first++;
    return held;
  }
}
