import { ChunkDraft, cutRun, readRuns, type Run } from './chunk.ts';
import { type Chunk, type ChunkBook, type ChunkOwner, KEPT_MS, type SeriesName } from './chunkBook.ts';
import { columnOfGauge, type GaugeName, type Period, readGauge } from './period.ts';
import { MINUTES, SECONDS } from './periodMeter.ts';

/** With one run more, a chunk still fits into the 2 KiB that its draft has grown to. */
const CHUNK_BYTES = 1800;

/** What is older is on the shelf, if there is one, ms. */
const SHELVED_AFTER_MS = 3_600_000;

const PERIOD_MS: Readonly<Record<SeriesName, number>> = {
  minutes: MINUTES.periodMs,
  seconds: SECONDS.periodMs,
};

/** When the period ends that has this moment, epoch ms. */
export function endAfter(at: number, series: SeriesName): number {
  return (Math.floor(at / PERIOD_MS[series]) + 1) * PERIOD_MS[series];
}

/** The finished periods of one queue in one resolution. What they take of the memory is in the book. */
export class PeriodHistory implements ChunkOwner {
  readonly key: string;
  readonly series: SeriesName;
  readonly periodMs: number;
  private readonly book: ChunkBook;
  private chunks: Chunk[] = [];
  private readonly draft: ChunkDraft;
  /** As the book knows it. */
  private draftCapacity = 0;

  constructor(key: string, series: SeriesName, book: ChunkBook) {
    this.key = key;
    this.series = series;
    this.book = book;
    this.periodMs = PERIOD_MS[series];
    this.draft = new ChunkDraft(this.periodMs);
  }

  get isEmpty(): boolean {
    return this.chunks.length === 0 && this.draft.isEmpty;
  }

  /** When the newest period ended, epoch ms; undefined: there is none. */
  get end(): number | undefined {
    const ends = this.chunks.map(({ end }) => end);
    if (!this.draft.isEmpty) ends.push(this.draft.end);
    return ends.length === 0 ? undefined : Math.max(...ends);
  }

  /**
   * Adds periods that begin when the last ones have ended, or later; after a pause of less than a period, with the last one
   * again.
   * @param count as many as are equal, but for the ages, which rise by a period from each to the next
   */
  add(start: number, period: Period, count: number): void {
    // A broker that is killed loses what is not on the shelf.
    if (this.book.shelf !== undefined && start - this.draft.start >= SHELVED_AFTER_MS) this.shelve();
    this.draft.add(start, period, count);
    if (this.draft.capacity !== this.draftCapacity) {
      this.book.resize(this.draft.capacity - this.draftCapacity);
      this.draftCapacity = this.draft.capacity;
    }
    if (this.draft.byteLength < CHUNK_BYTES) return;
    this.closeDraft();
    this.forgetBefore(start + count * this.periodMs - KEPT_MS[this.series]);
  }

  /** Puts before all others what an earlier broker has left on the shelf. */
  adopt(chunks: readonly Chunk[]): void {
    this.chunks = [...chunks, ...this.chunks];
    for (const chunk of chunks) this.book.adopt(this, chunk);
  }

  /** Runs of periods that began at `from` or later and before `until`, epoch ms; in the order in which they were measured. */
  *read(from: number, until: number): Generator<Run> {
    const { periodMs } = this;
    for (const chunk of this.chunks) {
      if (chunk.end <= from || chunk.start >= until) continue;
      const bytes = this.book.readBytes(chunk);
      if (bytes !== undefined)
        yield* cutRuns(readRuns(bytes, chunk.start, periodMs), from, Math.min(until, chunk.end), periodMs);
    }
    yield* cutRuns(this.draft.runs(), from, until, periodMs);
  }

  /** Whether a gauge has samples in the newest periods. */
  hasSamples(gauge: GaugeName): boolean {
    const newest = this.chunks.at(-1);
    const from = this.draft.isEmpty ? (newest?.start ?? Infinity) : this.draft.start;
    for (const { period } of this.read(from, Infinity))
      if (readGauge(period, columnOfGauge(gauge)).samples > 0) return true;
    return false;
  }

  /** Puts what is in no chunk yet on the shelf. */
  shelve(): void {
    if (!this.draft.isEmpty) this.closeDraft();
  }

  /** Forgets whole chunks whose periods ended before this time. */
  forgetBefore(at: number): void {
    this.forget(({ end }) => end <= at);
  }

  /** The clock was set back to this time: forgets the periods that begin later. */
  goBack(at: number): void {
    this.shelve();
    const until = endAfter(at, this.series);
    this.forget(({ start }) => start >= until);
    for (const chunk of this.chunks) chunk.end = Math.min(chunk.end, until);
  }

  /** To be called when it is empty, and no more is added. */
  release(): void {
    this.book.resize(-this.draftCapacity);
    this.draftCapacity = 0;
  }

  drop(chunk: Chunk): void {
    this.forget((each) => each === chunk);
  }

  private forget(isForgotten: (chunk: Chunk) => boolean): void {
    // Nearly always the oldest one, and nothing more often.
    if (!this.chunks.some(isForgotten)) return;
    const kept: Chunk[] = [];
    for (const chunk of this.chunks) {
      if (isForgotten(chunk)) this.book.release(chunk);
      else kept.push(chunk);
    }
    this.chunks = kept;
  }

  private closeDraft(): void {
    const { start, end } = this.draft;
    this.chunks.push(this.book.add(this, start, end, this.draft.close()));
    this.book.trim();
  }
}

function* cutRuns(runs: Iterable<Run>, from: number, until: number, periodMs: number): Generator<Run> {
  for (const run of runs) {
    const cut = cutRun(run, from, until, periodMs);
    if (cut !== undefined) yield cut;
  }
}
