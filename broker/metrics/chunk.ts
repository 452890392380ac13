import { ageBy, COLUMN_COUNT, isLater, type Period } from './period.ts';
import { MAXIMUM_NUMBER_BYTES, NumberReader, writeNumber } from './variableNumbers.ts';

/** Equal periods, one behind the other. */
export interface Run {
  /** Of the first, epoch ms. */
  readonly start: number;
  /** The first; the ages of each are a period older than those of the one before. */
  readonly period: Period;
  count: number;
}

/** Start, count, mask and all columns of a run. */
const MAXIMUM_RUN_BYTES = (COLUMN_COUNT + 3) * MAXIMUM_NUMBER_BYTES;
const FIRST_BYTES = 128;
const NO_PERIOD: Period = new Float64Array(COLUMN_COUNT);

/** All histories write one run at a time. */
const scratch = new Uint8Array(MAXIMUM_RUN_BYTES);

/**
 * Runs as bytes: each has only the numbers that differ from the run before, so that a minute of a busy queue takes some 30
 * bytes. The newest run is not among the bytes yet: equal periods are added to its count.
 */
export class ChunkDraft {
  private readonly periodMs: number;
  private bytes = new Uint8Array(0);
  private length = 0;
  private first = 0;
  /** Of the runs among the bytes, epoch ms. */
  private writtenEnd = 0;
  private written: Period = NO_PERIOD;
  private newest: Run | undefined;

  constructor(periodMs: number) {
    this.periodMs = periodMs;
  }

  get isEmpty(): boolean {
    return this.newest === undefined;
  }

  /** Of its first period, epoch ms. */
  get start(): number {
    return this.first;
  }

  /** Of its last period, epoch ms. */
  get end(): number {
    const { newest } = this;
    return newest === undefined ? this.first : newest.start + newest.count * this.periodMs;
  }

  /** Roughly what it takes of the memory. */
  get capacity(): number {
    return this.bytes.length;
  }

  /** How many bytes its runs are, but for the newest. */
  get byteLength(): number {
    return this.length;
  }

  /** Adds periods that begin when the last ones have ended, or later. */
  add(start: number, period: Period, count: number): void {
    const { newest } = this;
    if (newest === undefined) {
      this.first = start;
      this.writtenEnd = start;
      this.written = NO_PERIOD;
    } else {
      const laterMs = start - newest.start;
      if (start === this.end && isLater(period, newest.period, laterMs / 1000)) {
        newest.count += count;
        return;
      }
      this.write(newest);
    }
    this.newest = { start, period, count };
  }

  /** All of it, the newest run too; it is empty then. */
  close(): Uint8Array {
    if (this.newest !== undefined) this.write(this.newest);
    const closed = this.bytes.slice(0, this.length);
    this.newest = undefined;
    this.written = NO_PERIOD;
    this.length = 0;
    return closed;
  }

  *runs(): Generator<Run> {
    if (this.length > 0) yield* readRuns(this.bytes.subarray(0, this.length), this.first, this.periodMs);
    if (this.newest !== undefined) yield this.newest;
  }

  private write({ start, period, count }: Run): void {
    let mask = 0;
    for (let index = 0; index < COLUMN_COUNT; index++)
      if (period[index] !== this.written[index]) mask += 2 ** index;
    let at = writeNumber(scratch, 0, (start - this.writtenEnd) / this.periodMs);
    at = writeNumber(scratch, at, count);
    at = writeNumber(scratch, at, mask);
    for (let index = 0; index < COLUMN_COUNT; index++) {
      const change = (period[index] as number) - (this.written[index] as number);
      if (change !== 0) at = writeNumber(scratch, at, change);
    }
    this.reserve(at);
    this.bytes.set(scratch.subarray(0, at), this.length);
    this.length += at;
    this.written = period;
    this.writtenEnd = start + count * this.periodMs;
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(FIRST_BYTES, 2 * this.bytes.length, this.length + count));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

/**
 * Reads the runs of a chunk.
 * @param first when its first period began, epoch ms
 */
export function* readRuns(bytes: Uint8Array, first: number, periodMs: number): Generator<Run> {
  const reader = new NumberReader(bytes);
  let start = first;
  let before: Period = NO_PERIOD;
  while (!reader.isAtEnd) {
    start += reader.next() * periodMs;
    const count = reader.next();
    let mask = reader.next();
    const period: Period = before.slice();
    for (let index = 0; mask > 0; index++) {
      if (mask % 2 === 1) period[index] = (period[index] as number) + reader.next();
      mask = Math.floor(mask / 2);
    }
    yield { start, period, count };
    before = period;
    start += count * periodMs;
  }
}

/** The part of a run that began at `from` or later and before `until`, epoch ms; undefined if there is none. */
export function cutRun(run: Run, from: number, until: number, periodMs: number): Run | undefined {
  const skipped = Math.max(0, Math.ceil((from - run.start) / periodMs));
  const count = Math.min(run.count, Math.ceil((until - run.start) / periodMs)) - skipped;
  if (count <= 0) return undefined;
  if (skipped === 0) return { ...run, count };
  const period = run.period.slice();
  ageBy(period, (skipped * periodMs) / 1000);
  return { start: run.start + skipped * periodMs, period, count };
}
