import type { Period } from './period.ts';
import { COLUMN_COUNT, fromColumns, NO_COLUMNS, toColumns } from './periodCodec.ts';
import { MAXIMUM_NUMBER_BYTES, NumberReader, writeNumber } from './variableNumbers.ts';

const CHUNK_BYTES = 2048;
/** Start, count, mask and all columns of an entry. */
const MAXIMUM_ENTRY_BYTES = (COLUMN_COUNT + 3) * MAXIMUM_NUMBER_BYTES;
/** What a chunk takes beside its bytes, roughly. */
const CHUNK_OVERHEAD_BYTES = 120;

interface Chunk {
  /** Of its first period, epoch ms. */
  readonly start: number;
  /** Exclusive, epoch ms. */
  end: number;
  bytes: Uint8Array;
}

export interface StartedPeriod {
  /** Epoch ms. */
  readonly start: number;
  readonly period: Period;
}

/**
 * The finished periods of one queue, oldest first. Each entry holds only the numbers that differ from the one before, and one
 * entry holds equal periods, so that a minute of a quiet queue takes no room and one of a busy queue some 30 bytes.
 */
export class PeriodHistory {
  private readonly periodMs: number;
  private readonly chunks: Chunk[] = [];
  private readonly draft = Buffer.alloc(CHUNK_BYTES + MAXIMUM_ENTRY_BYTES);
  private draftLength = 0;
  private draftStart = 0;
  private draftEnd = 0;
  private columns = NO_COLUMNS;
  private chunkBytes = 0;

  constructor(periodMs: number) {
    this.periodMs = periodMs;
  }

  /** Roughly what it takes of the memory. */
  get bytes(): number {
    return this.chunkBytes + this.draft.length;
  }

  /** When the oldest period began, epoch ms; undefined: there is none. */
  get since(): number | undefined {
    return this.chunks[0]?.start ?? (this.draftLength > 0 ? this.draftStart : undefined);
  }

  /**
   * Adds periods that begin when the last ones have ended, or later.
   * @param count as many as are equal, but for the age, which rises by a period from each to the next
   */
  add(start: number, period: Period, count: number): void {
    if (this.draftLength === 0) {
      this.draftStart = start;
      this.draftEnd = start;
      this.columns = NO_COLUMNS;
    }
    const columns = toColumns(period);
    let mask = 0;
    for (let index = 0; index < COLUMN_COUNT; index++)
      if (columns[index] !== this.columns[index]) mask += 2 ** index;
    const { draft } = this;
    let at = writeNumber(draft, this.draftLength, (start - this.draftEnd) / this.periodMs);
    at = writeNumber(draft, at, count);
    at = writeNumber(draft, at, mask);
    for (let index = 0; index < COLUMN_COUNT; index++) {
      const change = (columns[index] ?? 0) - (this.columns[index] ?? 0);
      if (change !== 0) at = writeNumber(draft, at, change);
    }
    this.columns = columns;
    this.draftLength = at;
    this.draftEnd = start + count * this.periodMs;
    if (at >= CHUNK_BYTES) this.closeDraft();
  }

  /** @param from inclusive @param to exclusive, epoch ms */
  *read(from: number, to: number): Generator<StartedPeriod> {
    for (const { start, end, bytes } of this.chunks)
      if (end > from && start < to) yield* this.readChunk(bytes, start, from, to);
    if (this.draftLength > 0 && this.draftEnd > from && this.draftStart < to)
      yield* this.readChunk(this.draft.subarray(0, this.draftLength), this.draftStart, from, to);
  }

  /** Forgets whole chunks whose periods ended before this time. */
  forgetBefore(at: number): void {
    while ((this.chunks[0]?.end ?? Infinity) <= at) this.forgetOldest();
  }

  /** @returns false when nothing is left that could be forgotten */
  forgetOldest(): boolean {
    const chunk = this.chunks.shift();
    if (chunk === undefined) return false;
    this.chunkBytes -= chunk.bytes.length + CHUNK_OVERHEAD_BYTES;
    return true;
  }

  private closeDraft(): void {
    const bytes = Uint8Array.from(this.draft.subarray(0, this.draftLength));
    this.chunks.push({ start: this.draftStart, end: this.draftEnd, bytes });
    this.chunkBytes += bytes.length + CHUNK_OVERHEAD_BYTES;
    this.draftLength = 0;
  }

  private *readChunk(bytes: Uint8Array, first: number, from: number, to: number): Generator<StartedPeriod> {
    const { periodMs } = this;
    const reader = new NumberReader(bytes);
    let start = first;
    const columns = [...NO_COLUMNS];
    while (!reader.isAtEnd) {
      start += reader.next() * periodMs;
      const count = reader.next();
      let mask = reader.next();
      for (let index = 0; mask > 0; index++) {
        if (mask % 2 === 1) columns[index] = (columns[index] ?? 0) + reader.next();
        mask = Math.floor(mask / 2);
      }
      const skipped = Math.max(0, Math.ceil((from - start) / periodMs));
      for (let index = skipped; index < count && start + index * periodMs < to; index++) {
        const period = fromColumns(columns);
        const { age } = period;
        const laterMs = index * periodMs;
        age.sum += age.samples * laterMs;
        age.minimum += laterMs;
        age.maximum += laterMs;
        yield { start: start + laterMs, period };
      }
      start += count * periodMs;
    }
  }
}
